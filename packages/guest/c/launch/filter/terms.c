#include "terms.h"

#include <string.h>

#include "vocabulary.h"

static const char *const names[] = { TERM_NAMES };

_Static_assert(sizeof names / sizeof names[0] == TERM_COUNT, "one name a term");
_Static_assert(TERM_COUNT <= 64, "a set of terms is one word");

size_t term_count(void) {
  return TERM_COUNT;
}

const char *term_name(size_t term) {
  return term < TERM_COUNT ? names[term] : NULL;
}

bool read_terms(struct terms *terms, const char *list, const char **unknown) {
  terms->bits = 0;
  for (const char *item = list; *list != 0;) {
    size_t length = strcspn(item, ","), term = 0;
    while (term < TERM_COUNT && (strncmp(names[term], item, length) != 0 || names[term][length] != 0)) term++;
    *unknown = item;
    if (term == TERM_COUNT || has_term(*terms, term)) return false;
    terms->bits |= 1ull << term;
    if (item[length] == 0) break;
    item += length + 1;
  }
  return true;
}
