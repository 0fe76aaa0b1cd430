/*
 * Names calls: each line of standard input has the bits of the granted terms, the architecture, the number and the six
 * arguments, in hexadecimal; each line of the output has the call, its interface, the missing terms, and whether it is
 * allowed and whether it may be held.
 */
#include <inttypes.h>
#include <stdio.h>

#include "launch/filter/name.h"

int main(void) {
  struct terms granted;
  struct named named;
  uint32_t arch, number;
  uint64_t a[6];
  while (scanf("%" SCNx64 "%" SCNx32 "%" SCNx32, &granted.bits, &arch, &number) == 3) {
    for (int i = 0; i < 6; i++)
      if (scanf("%" SCNx64, &a[i]) != 1) return 1;
    name_call(&named, &granted, arch, (int)number, a);
    printf("%s %s ", named.call, named.abi);
    const char *comma = "";
    for (size_t term = 0; term < term_count(); term++) {
      if (!has_term(named.missing, term)) continue;
      printf("%s%s", comma, term_name(term));
      comma = ",";
    }
    printf(" %d %d\n", named.allowed, named.hold);
  }
  return 0;
}
