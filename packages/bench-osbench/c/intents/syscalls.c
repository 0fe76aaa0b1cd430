/* Single system calls. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "all.h"

#define KNOWN_SIZE 4321
#define KNOWN_BYTE 0x5a

static int file = -1, lowest = -1;
static pid_t parent;
static char path[128];

bool getppid_open(struct env *env) {
  parent = (pid_t)syscall(SYS_getppid);
  HOLD(env, parent > 0, "parent", "getppid gave %d", (int)parent);
  return true;
}

bool getppid_body(struct env *env, u64 n) {
  u64 sum = 0;
  for (u64 i = 0; i < n; i++) sum += (u64)syscall(SYS_getppid);
  if (MUTATED(MUTATE_SKIP_WORK)) sum -= (u64)parent;
  HOLD(env, sum == n * (u64)parent, "sum-of-results", "%llu calls gave %llu", (unsigned long long)n,
       (unsigned long long)sum);
  return true;
}

/* A file in memory, without a name: the confinement of a program has no device that reads as zeroes or takes all. */
static bool open_memory_file(struct env *env, char content) {
  file = (int)syscall(SYS_memfd_create, "osbench", MFD_CLOEXEC);
  CALL(env, file, "memfd_create");
  HOLD(env, write(file, &content, 1) == 1, "system-call", "write: %s", strerror(errno));
  return true;
}

static bool close_memory_file(struct env *env) {
  HOLD(env, close(file) == 0, "system-call", "close: %s", strerror(errno));
  return true;
}

bool read_one_open(struct env *env) {
  return open_memory_file(env, KNOWN_BYTE);
}

bool read_one_body(struct env *env, u64 n) {
  u64 sum = 0;
  unsigned wrong = 0;
  for (u64 i = 0; i < n; i++) {
    char byte = 0;
    sum += (u64)pread(file, &byte, 1, 0);
    wrong |= (unsigned)(byte ^ KNOWN_BYTE);
  }
  if (MUTATED(MUTATE_DROP_BYTE)) sum--;
  if (MUTATED(MUTATE_FLIP_BIT)) wrong ^= 1;
  HOLD(env, sum == n, "byte-count", "%llu bytes in %llu reads", (unsigned long long)sum, (unsigned long long)n);
  HOLD(env, wrong == 0, "byte-content", "another byte than the file holds came");
  return true;
}

bool read_one_close(struct env *env) {
  return close_memory_file(env);
}

bool write_one_open(struct env *env) {
  return open_memory_file(env, 0);
}

bool write_one_body(struct env *env, u64 n) {
  u64 sum = 0;
  char byte = (char)(next_random(&env->random) | 1), last = 0;
  for (u64 i = 0; i < n; i++) sum += (u64)pwrite(file, &byte, 1, 0);
  if (MUTATED(MUTATE_DROP_BYTE)) sum--;
  if (MUTATED(MUTATE_FLIP_BIT)) byte ^= 2;
  HOLD(env, sum == n, "byte-count", "%llu bytes in %llu writes", (unsigned long long)sum, (unsigned long long)n);
  HOLD(env, pread(file, &last, 1, 0) == 1 && last == byte, "byte-content", "the file does not hold what was written");
  return true;
}

bool write_one_close(struct env *env) {
  return close_memory_file(env);
}

/* Two calls that give back what they take: a duplicate descriptor. */
bool dup_close_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    int copy = (int)syscall(SYS_dup, 2);
    CALL(env, copy, "dup");
    if (MUTATED(MUTATE_LEAK_DESCRIPTOR)) continue;
    HOLD(env, syscall(SYS_close, copy) == 0, "system-call", "close: %s", strerror(errno));
    if (i == 0) lowest = copy;
    HOLD(env, copy == lowest, "lowest-descriptor", "%d after %d", copy, lowest);
  }
  return true;
}

static bool make_file(struct env *env) {
  scratch_path(path, env->scratch, "stat");
  file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  CALL(env, file, path);
  HOLD(env, ftruncate(file, KNOWN_SIZE) == 0, "system-call", "ftruncate: %s", strerror(errno));
  return true;
}

static bool remove_file(struct env *env) {
  HOLD(env, close(file) == 0, "system-call", "close: %s", strerror(errno));
  if (MUTATED(MUTATE_LEAVE_FILE)) return true;
  HOLD(env, unlink(path) == 0, "system-call", "unlink: %s", strerror(errno));
  return true;
}

bool stat_path_open(struct env *env) {
  return make_file(env);
}

bool stat_path_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    struct stat status;
    if (MUTATED(MUTATE_DELETE_TARGET)) unlink(path);
    HOLD(env, stat(path, &status) == 0, "system-call", "stat: %s", strerror(errno));
    HOLD(env, status.st_size == KNOWN_SIZE, "known-size", "%lld bytes", (long long)status.st_size);
  }
  return true;
}

bool stat_path_close(struct env *env) {
  return remove_file(env);
}

bool stat_fd_open(struct env *env) {
  return make_file(env);
}

bool stat_fd_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    struct stat status;
    if (MUTATED(MUTATE_DROP_BYTE)) (void)!ftruncate(file, KNOWN_SIZE - 1);
    HOLD(env, fstat(file, &status) == 0, "system-call", "fstat: %s", strerror(errno));
    HOLD(env, status.st_size == KNOWN_SIZE, "known-size", "%lld bytes", (long long)status.st_size);
  }
  return true;
}

bool stat_fd_close(struct env *env) {
  return remove_file(env);
}

bool open_close_open(struct env *env) {
  lowest = -1;
  return make_file(env);
}

bool open_close_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    if (MUTATED(MUTATE_DELETE_TARGET)) unlink(path);
    int opened = open(path, O_RDONLY | O_CLOEXEC);
    CALL(env, opened, "open");
    if (lowest < 0) lowest = opened;
    HOLD(env, opened == lowest, "lowest-descriptor", "%d after %d", opened, lowest);
    if (MUTATED(MUTATE_LEAK_DESCRIPTOR)) continue;
    HOLD(env, close(opened) == 0, "system-call", "close: %s", strerror(errno));
  }
  return true;
}

bool open_close_close(struct env *env) {
  return remove_file(env);
}
