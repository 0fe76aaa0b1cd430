/* Terms by their names. */
#ifndef LAUNCH_SANDBOX_GRANTED_H
#define LAUNCH_SANDBOX_GRANTED_H

#include <string.h>

#include "../filter/terms.h"

static inline bool is_granted(const struct terms *granted, const char *name) {
  for (size_t term = 0; term < term_count(); term++) {
    if (strcmp(term_name(term), name) == 0) return has_term(*granted, term);
  }
  return false;
}

#endif
