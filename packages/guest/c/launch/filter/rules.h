/* What calls need, as `table.h` has it. */
#ifndef LAUNCH_FILTER_RULES_H
#define LAUNCH_FILTER_RULES_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A question about an argument: are its masked low 32 bits one of the values, or none; is the pointer not null? */
struct test {
  enum { TEST_IS, TEST_IS_NOT, TEST_SET } kind;
  uint8_t argument;
  uint32_t mask;
  const uint32_t *values;
  size_t count;
};

/* Where all tests hold, one of the terms is needed. */
struct clause {
  uint64_t one_of;
  const struct test *tests;
  size_t count;
};

struct rule {
  const struct clause *needs;
  size_t count;
  /* Told to the supervisor though it is granted. */
  bool hold;
  /* Instead of telling of a refusal: this error, where the tests of the clause hold and one of its terms is granted. */
  int error;
  struct clause answer;
};

struct call {
  uint16_t number;
  /* NULL: nothing grants it. */
  const struct rule *rule;
  const char *name;
};

struct calls {
  const struct call *calls;
  size_t count;
};

/* How a program may call the kernel; of the last two no call is ever granted, so their rules serve to name terms. */
enum interface { INTERFACE_X86_64, INTERFACE_AARCH64, INTERFACE_I386, INTERFACE_X32 };

/* The calls of an interface by number, ascending; of x32 those that have another number than on x86_64. */
struct calls calls_of(enum interface interface);
/* The call with this number, or NULL. Of x32 without the bit that marks it. */
const struct call *find_call(enum interface interface, uint32_t number);

/* The words of `table.h` and `calls.h`. */
#define LIST(type, ...) (const type[]){ __VA_ARGS__ }, sizeof((const type[]){ __VA_ARGS__ }) / sizeof(type)
#define NEEDS(...) LIST(struct clause, __VA_ARGS__)
#define ALWAYS(terms) { terms, NULL, 0 }
#define WHERE(terms, ...) { terms, LIST(struct test, __VA_ARGS__) }
#define IS(argument, mask, ...) { TEST_IS, argument, mask, LIST(uint32_t, __VA_ARGS__) }
#define IS_NOT(argument, mask, ...) { TEST_IS_NOT, argument, mask, LIST(uint32_t, __VA_ARGS__) }
#define SET(argument) { TEST_SET, argument, 0, NULL, 0 }
#define NO_ANSWER 0, { 0, NULL, 0 }
#define C(number, rule, name) { number, rule < 0 ? NULL : rules + rule, name },

#endif
