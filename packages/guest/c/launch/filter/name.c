#include "name.h"

#include "make.h"
#include "rules.h"
#include "vocabulary.h"

#define X32_BIT 0x40000000u

static bool holds(const struct test *test, const uint64_t arguments[6]) {
  uint64_t word = arguments[test->argument];
  if (test->kind == TEST_SET) return word != 0;
  bool found = false;
  for (size_t i = 0; i < test->count; i++) found |= ((uint32_t)word & test->mask) == test->values[i];
  return found == (test->kind == TEST_IS);
}

static bool applies(const struct clause *clause, const uint64_t arguments[6]) {
  for (size_t i = 0; i < clause->count; i++)
    if (!holds(&clause->tests[i], arguments)) return false;
  return true;
}

static const struct {
  const char *name;
  enum interface interface;
  bool foreign;
} interfaces[] = {
  { "x86_64", INTERFACE_X86_64, false },
  { "aarch64", INTERFACE_AARCH64, false },
  { "i386", INTERFACE_I386, true },
  { "x32", INTERFACE_X32, true },
};

/* Index of the interface; -1 for one of another architecture. */
static int interface_of(uint32_t arch, uint32_t number) {
  if (arch == ARCH_X86_64) return number >= X32_BIT && number < 2 * X32_BIT ? 3 : 0;
  return arch == ARCH_AARCH64 ? 1 : arch == ARCH_I386 ? 2 : -1;
}

void name_call(struct named *named, const struct terms *granted, uint32_t arch, int number,
               const uint64_t arguments[6]) {
  static const struct call unknown = { 0, NULL, "unknown" };
  int index = interface_of(arch, (uint32_t)number);
  const struct call *call = NULL;
  *named = (struct named){ .abi = "other" };
  if (index >= 0) {
    named->abi = interfaces[index].name;
    call = find_call(interfaces[index].interface, (uint32_t)number & ~(index == 3 ? X32_BIT : 0));
  }
  bool foreign = index < 0 || interfaces[index].foreign;
  if (call == NULL) call = &unknown;
  named->call = call->name;
  uint64_t held = granted->bits | TERMS_INHERENT, missing = foreign ? T(POSTURE_CHANGE) : 0;
  bool refused = foreign || call->rule == NULL;
  for (size_t i = 0; call->rule != NULL && i < call->rule->count; i++) {
    const struct clause *clause = &call->rule->needs[i];
    if ((clause->one_of & held) != 0 || !applies(clause, arguments)) continue;
    missing |= clause->one_of;
    refused = true;
  }
  named->missing.bits = missing;
  named->allowed = !refused;
  named->hold = !foreign && call->rule != NULL && call->rule->hold;
}
