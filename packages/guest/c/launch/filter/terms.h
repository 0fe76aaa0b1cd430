/* A set of terms of authority. The terms themselves are in `table.h`, in the order of the vocabulary. */
#ifndef LAUNCH_FILTER_TERMS_H
#define LAUNCH_FILTER_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct terms {
  uint64_t bits; /* bit n: term n of the vocabulary */
};

/*
 * Reads term names joined by commas, as in "cpu,memory.map"; the empty string is the empty set. False, and in `unknown`
 * where the first bad name begins, when a name is unknown or comes twice.
 */
bool read_terms(struct terms *terms, const char *list, const char **unknown);

/* Number of terms, and the name of one; NULL past the last. */
size_t term_count(void);
const char *term_name(size_t term);
static inline bool has_term(struct terms terms, size_t term) {
  return (terms.bits >> term & 1) != 0;
}

#endif
