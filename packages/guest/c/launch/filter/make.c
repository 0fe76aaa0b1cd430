#include "make.h"

#include "rules.h"
#include "vocabulary.h"

/* Of <linux/bpf_common.h> and <linux/seccomp.h>, which musl does not bring. */
enum {
  LOAD = 0x20,          /* BPF_LD | BPF_W | BPF_ABS: a word of struct seccomp_data */
  AND = 0x54,           /* BPF_ALU | BPF_AND | BPF_K */
  JUMP = 0x05,          /* BPF_JMP | BPF_JA */
  JUMP_EQUAL = 0x15,    /* BPF_JMP | BPF_JEQ | BPF_K */
  JUMP_AT_LEAST = 0x35, /* BPF_JMP | BPF_JGE | BPF_K */
  RETURN = 0x06,        /* BPF_RET | BPF_K */
};
#define ANSWER_ALLOW 0x7fff0000u
#define ANSWER_TELL 0x7fc00000u /* SECCOMP_RET_USER_NOTIF */
#define ANSWER_ERROR 0x00050000u
#define OFFSET_NUMBER 0u
#define OFFSET_ARCH 4u
#define OFFSET_ARGUMENTS 16u
#define X32_BIT 0x40000000u

struct program {
  struct filter *filter;
  uint64_t granted;
  bool overflow;
};

/* What happens to the calls from a number on, up to the next range. */
struct range {
  uint32_t first;
  enum { ALLOW, TELL, EXAMINE } verdict;
  const struct rule *rule;
};

/* The place of the instruction. */
static unsigned emit(struct program *program, uint16_t code, uint32_t value, unsigned when_true, unsigned when_false) {
  struct filter *filter = program->filter;
  if (filter->length == FILTER_MAX || when_true > UINT8_MAX || when_false > UINT8_MAX) {
    program->overflow = true;
    return 0;
  }
  filter->instructions[filter->length] =
      (struct instruction){ code, (uint8_t)when_true, (uint8_t)when_false, value };
  return filter->length++;
}

/* Lets a branch of the jump at `from` lead to what is emitted next. */
static void land(struct program *program, unsigned from, bool branch) {
  unsigned distance = program->filter->length - from - 1;
  struct instruction *jump = &program->filter->instructions[from];
  if (program->overflow || distance > UINT8_MAX) program->overflow = true;
  else if (branch) jump->when_true = (uint8_t)distance;
  else jump->when_false = (uint8_t)distance;
}

/* Branches that leave a row of tests; each is the place of a jump and the side of it. */
struct exits {
  unsigned count;
  struct {
    unsigned from;
    bool branch;
  } list[32];
};

static void leave(struct program *program, struct exits *exits, unsigned from, bool branch) {
  if (exits->count == sizeof exits->list / sizeof exits->list[0]) {
    program->overflow = true;
    return;
  }
  exits->list[exits->count].from = from;
  exits->list[exits->count++].branch = branch;
}

static void land_all(struct program *program, const struct exits *exits) {
  for (unsigned i = 0; i < exits->count; i++) land(program, exits->list[i].from, exits->list[i].branch);
}

/* Goes on with what is emitted next where the test holds, and takes an exit where it does not. */
static void emit_test(struct program *program, const struct test *test, struct exits *failed) {
  uint32_t low = OFFSET_ARGUMENTS + 8u * test->argument; /* little-endian on both architectures */
  struct exits passed = { 0 };
  if (test->kind == TEST_SET) {
    emit(program, LOAD, low + 4, 0, 0);
    leave(program, &passed, emit(program, JUMP_EQUAL, 0, 0, 0), false);
    emit(program, LOAD, low, 0, 0);
    leave(program, failed, emit(program, JUMP_EQUAL, 0, 0, 0), true);
    land_all(program, &passed);
    return;
  }
  emit(program, LOAD, low, 0, 0);
  if (test->mask != UINT32_MAX) emit(program, AND, test->mask, 0, 0);
  for (size_t i = 0; i < test->count; i++) {
    unsigned jump = emit(program, JUMP_EQUAL, test->values[i], 0, 0);
    if (test->kind == TEST_IS_NOT) leave(program, failed, jump, true);
    else if (i + 1 == test->count) leave(program, failed, jump, false);
    else leave(program, &passed, jump, true);
  }
  land_all(program, &passed);
}

static void emit_refusal(struct program *program, const struct rule *rule) {
  struct exits failed = { 0 };
  if (rule->error != 0 && (rule->answer.one_of & program->granted) != 0) {
    for (size_t i = 0; i < rule->answer.count; i++) emit_test(program, &rule->answer.tests[i], &failed);
    emit(program, RETURN, ANSWER_ERROR | (uint32_t)rule->error, 0, 0);
    land_all(program, &failed);
    if (rule->answer.count == 0) return;
  }
  emit(program, RETURN, ANSWER_TELL, 0, 0);
}

/* Asks of every need that the terms do not meet whether it applies. */
static void emit_examination(struct program *program, const struct rule *rule) {
  for (size_t i = 0; i < rule->count; i++) {
    const struct clause *clause = &rule->needs[i];
    struct exits failed = { 0 };
    if ((clause->one_of & program->granted) != 0) continue;
    for (size_t t = 0; t < clause->count; t++) emit_test(program, &clause->tests[t], &failed);
    emit_refusal(program, rule);
    land_all(program, &failed);
    if (clause->count == 0) return;
  }
  emit(program, RETURN, ANSWER_ALLOW, 0, 0);
}

static struct range range_of(const struct call *call, uint64_t granted) {
  const struct rule *rule = call->rule;
  struct range range = { call->number, ALLOW, NULL };
  if (rule == NULL || rule->hold) range.verdict = TELL;
  for (size_t i = 0; range.verdict != TELL && i < rule->count; i++) {
    if ((rule->needs[i].one_of & granted) != 0) continue;
    range.verdict = rule->needs[i].count == 0 && rule->error == 0 ? TELL : EXAMINE;
  }
  if (range.verdict == EXAMINE) range.rule = rule;
  return range;
}

struct ranges {
  unsigned count;
  struct range list[1024];
};

static void add_range(struct ranges *ranges, struct range range) {
  const struct range *last = &ranges->list[ranges->count - 1];
  if (ranges->count > 0 && last->verdict == range.verdict && last->rule == range.rule) return;
  ranges->list[ranges->count++] = range;
}

/* Numbers that no call has lie in ranges that are told. */
static void find_ranges(struct ranges *ranges, struct calls calls, uint64_t granted) {
  uint32_t next = 0;
  for (size_t i = 0; i < calls.count; i++) {
    uint32_t number = calls.calls[i].number;
    if (number > next) add_range(ranges, (struct range){ next, TELL, NULL });
    add_range(ranges, range_of(&calls.calls[i], granted));
    next = number + 1;
  }
  add_range(ranges, (struct range){ next, TELL, NULL });
}

/* A binary search over the ranges: the upper half follows, the lower half lies behind it. */
static void emit_tree(struct program *program, const struct range *ranges, unsigned count) {
  if (count == 1) {
    if (ranges->verdict == EXAMINE) emit_examination(program, ranges->rule);
    else emit(program, RETURN, ranges->verdict == ALLOW ? ANSWER_ALLOW : ANSWER_TELL, 0, 0);
    return;
  }
  unsigned middle = count / 2, split = emit(program, JUMP_AT_LEAST, ranges[middle].first, 0, 0);
  emit_tree(program, ranges + middle, count - middle);
  if (program->filter->length - split - 1u <= UINT8_MAX) {
    land(program, split, false);
  } else { /* farther than a conditional jump can go */
    program->filter->length = (unsigned short)split;
    emit(program, JUMP_AT_LEAST, ranges[middle].first, 1, 0);
    unsigned far = emit(program, JUMP, 0, 0, 0);
    emit_tree(program, ranges + middle, count - middle);
    program->filter->instructions[far].value = program->filter->length - far - 1u;
  }
  emit_tree(program, ranges, middle);
}

bool make_filter(struct filter *filter, const struct terms *granted, uint32_t arch) {
  struct program program = { filter, granted->bits | TERMS_INHERENT, false };
  static struct ranges ranges;
  if (arch != ARCH_X86_64 && arch != ARCH_AARCH64) return false;
  ranges.count = 0;
  find_ranges(&ranges, calls_of(arch == ARCH_X86_64 ? INTERFACE_X86_64 : INTERFACE_AARCH64), program.granted);
  filter->length = 0;
  filter->code = filter->instructions;
  emit(&program, LOAD, OFFSET_ARCH, 0, 0);
  emit(&program, JUMP_EQUAL, arch, 1, 0);
  emit(&program, RETURN, ANSWER_TELL, 0, 0);
  emit(&program, LOAD, OFFSET_NUMBER, 0, 0);
  if (arch == ARCH_X86_64) {
    emit(&program, JUMP_AT_LEAST, X32_BIT, 0, 1);
    emit(&program, RETURN, ANSWER_TELL, 0, 0);
  }
  emit_tree(&program, ranges.list, ranges.count);
  return !program.overflow;
}
