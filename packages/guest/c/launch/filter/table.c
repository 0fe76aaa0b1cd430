#include "calls.h"

#define TABLE(array) { array, sizeof array / sizeof array[0] }

static const struct calls tables[] = {
  [INTERFACE_X86_64] = TABLE(x86_64_calls),
  [INTERFACE_AARCH64] = TABLE(aarch64_calls),
  [INTERFACE_I386] = TABLE(i386_calls),
  [INTERFACE_X32] = TABLE(x32_calls),
};

struct calls calls_of(enum interface interface) {
  return tables[interface];
}

const struct call *find_call(enum interface interface, uint32_t number) {
  const struct calls *table = &tables[interface];
  size_t first = 0, end = table->count;
  while (first < end) {
    size_t middle = first + (end - first) / 2;
    const struct call *call = &table->calls[middle];
    if (call->number == number) return call;
    if (call->number < number) first = middle + 1;
    else end = middle;
  }
  return interface == INTERFACE_X32 ? find_call(INTERFACE_X86_64, number) : NULL;
}
