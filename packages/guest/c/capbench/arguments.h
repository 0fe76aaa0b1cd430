/* Strict reading of arguments. */
#ifndef CAPBENCH_ARGUMENTS_H
#define CAPBENCH_ARGUMENTS_H

/* Reads decimal digits and nothing else: no sign, no blank, no leading zero, no overflow. */
CB_UNUSED static inline bool cb_parse_u64(const char *text, uint64_t *value) {
  uint64_t sum = 0;
  if (text[0] == 0 || (text[0] == '0' && text[1] != 0)) return false;
  for (; *text != 0; text++) {
    if (*text < '0' || *text > '9') return false;
    uint64_t digit = (uint64_t)(*text - '0');
    if (__builtin_mul_overflow(sum, 10u, &sum) || __builtin_add_overflow(sum, digit, &sum)) return false;
  }
  *value = sum;
  return true;
}

#endif
