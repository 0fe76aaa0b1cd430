/* Memory as user code sees it: read, copied, set, and followed from word to word. */
#include "../osb.h"

static u64 *from, *to, total;
static size_t words;
static void *volatile cursor;

static u64 sum_of(const u64 *at, size_t count) {
  u64 a = 0, b = 0, c = 0, d = 0;
  for (size_t i = 0; i < count; i += 4) a += at[i], b += at[i + 1], c += at[i + 2], d += at[i + 3];
  return a + b + c + d;
}

/*
 * By words and not by the library: every system gets the same instructions, and the string instructions that libraries
 * use make some CPUs clock lower, which the canary then sees.
 */
#define BY_WORDS __attribute__((noinline, optimize("no-tree-loop-distribute-patterns")))

BY_WORDS static void copy_words(u64 *at, const u64 *source, size_t count) {
  for (size_t i = 0; i < count; i += 4) {
    u64 a = source[i], b = source[i + 1], c = source[i + 2], d = source[i + 3];
    at[i] = a, at[i + 1] = b, at[i + 2] = c, at[i + 3] = d;
  }
}

BY_WORDS static void set_words(u64 *at, u64 word, size_t count) {
  for (size_t i = 0; i < count; i += 4) at[i] = word, at[i + 1] = word, at[i + 2] = word, at[i + 3] = word;
}

/* Every page is written, so that none is the kernel's page of zeros. */
static u64 *allocate(struct env *env, size_t size) {
  u64 *area = take_memory(env, size);
  if (area != NULL) set_words(area, 1, size / 8);
  return area;
}

static bool fill(struct env *env) {
  u64 random = 11;
  words = (size_t)env->intent->amount * 128;
  from = allocate(env, words * 8);
  if (from == NULL) return false;
  for (size_t i = 0; i < words; i++) from[i] = next_random(&random);
  total = sum_of(from, words);
  return true;
}

static bool drop(struct env *env, u64 *area) {
  return give_memory(env, area, words * 8);
}

bool memory_read_open(struct env *env) {
  return fill(env);
}

bool memory_read_body(struct env *env, u64 n) {
  if (MUTATED(MUTATE_FLIP_BIT)) from[words / 2] ^= 1;
  for (u64 i = 0; i < n; i++) {
    __asm__ volatile("" ::: "memory");
    u64 sum = sum_of(from, words);
    HOLD(env, sum == total, "sum-of-words", "%llx", (unsigned long long)sum);
  }
  return true;
}

bool memory_read_close(struct env *env) {
  return drop(env, from);
}

bool memory_copy_open(struct env *env) {
  return fill(env) && (to = allocate(env, words * 8)) != NULL;
}

bool memory_copy_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    copy_words(to, from, words);
    __asm__ volatile("" ::: "memory");
    if (MUTATED(MUTATE_FLIP_BIT)) set_words(to, 0, words);
    for (int page = 0; page < 3; page++) {
      size_t at = (size_t)(next_random(&env->random) % (words / 512)) * 512;
      HOLD(env, to[at] == from[at] && to[at + 511] == from[at + 511], "copied-page", "word %u differs", (unsigned)at);
    }
  }
  return true;
}

bool memory_copy_close(struct env *env) {
  HOLD(env, sum_of(to, words) == total, "sum-of-words", "the copy has another sum");
  return drop(env, to) && drop(env, from);
}

bool memory_set_open(struct env *env) {
  words = (size_t)env->intent->amount * 128;
  return (to = allocate(env, words * 8)) != NULL;
}

bool memory_set_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    unsigned char byte = (unsigned char)(i * 7 + 1);
    set_words(to, byte * 0x0101010101010101u, words);
    __asm__ volatile("" ::: "memory");
    size_t at = (size_t)(next_random(&env->random) % words);
    u64 wanted = byte * 0x0101010101010101u;
    if (MUTATED(MUTATE_FLIP_BIT)) to[at] ^= 1;
    HOLD(env, to[at] == wanted && to[words - 1] == wanted, "set-word", "%llx", (unsigned long long)to[at]);
  }
  return true;
}

bool memory_set_close(struct env *env) {
  return drop(env, to);
}

/* A chain through one word of every cache line, in random order: each load needs the one before. */
bool memory_chase_open(struct env *env) {
  size_t lines;
  u64 random = 13;
  words = (size_t)env->intent->amount * 128;
  lines = words / 8;
  from = allocate(env, words * 8);
  if (from == NULL) return false;
  /* Sattolo's algorithm: one cycle through all lines. Kept in the second word of each line, then linked. */
  for (size_t i = 0; i < lines; i++) from[i * 8 + 1] = i;
  for (size_t i = lines - 1; i > 0; i--) {
    size_t other = (size_t)(next_random(&random) % i);
    u64 swapped = from[i * 8 + 1];
    from[i * 8 + 1] = from[other * 8 + 1];
    from[other * 8 + 1] = swapped;
  }
  for (size_t i = 0; i < lines; i++) *(void **)&from[i * 8] = &from[from[i * 8 + 1] * 8];
  size_t length = 1;
  for (void *at = *(void **)from; at != from; at = *(void **)at) length++;
  if (MUTATED(MUTATE_SKIP_WORK)) length--;
  HOLD(env, length == lines, "whole-chain", "%u lines of %u", (unsigned)length, (unsigned)lines);
  cursor = from;
  return true;
}

/* 1000 loads are one operation. */
bool memory_chase_body(struct env *env, u64 n) {
  void *at = cursor;
  for (u64 i = 0; i < n; i++) {
    for (int load = 0; load < 1000; load++) at = *(void **)at;
    __asm__ volatile("" : "+r"(at));
  }
  size_t offset = (size_t)((u64 *)at - from);
  HOLD(env, offset < words && offset % 8 == 0, "within-chain", "at word %u", (unsigned)offset);
  cursor = at;
  return true;
}

bool memory_chase_close(struct env *env) {
  return drop(env, from);
}
