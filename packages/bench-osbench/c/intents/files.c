/* Files in a directory of this run's own: reading again what is cached, making and removing, writing over. */
#include <fcntl.h>
#include <sys/stat.h>

#include "all.h"

#define CHUNK 65536

static int file = -1;
static char path[128];
static u64 hash;
static _Alignas(64) unsigned char buffer[CHUNK];

static u64 fnv(u64 value, const unsigned char *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) value = (value ^ bytes[i]) * 0x100000001b3u;
  return value;
}

static bool create(struct env *env, const char *name) {
  scratch_path(path, env->scratch, name);
  file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  CALL(env, file, path);
  return true;
}

static u64 chunks(const struct env *env) {
  return env->intent->amount * 1024u / CHUNK;
}

static bool hash_file(struct env *env, u64 *value) {
  *value = 0xcbf29ce484222325u;
  for (u64 i = 0; i < chunks(env); i++) {
    HOLD(env, pread(file, buffer, CHUNK, (off_t)(i * CHUNK)) == CHUNK, "byte-count", "a short read");
    *value = fnv(*value, buffer, CHUNK);
  }
  return true;
}

bool file_reread_open(struct env *env) {
  u64 random = 17;
  if (!create(env, "reread")) return false;
  for (u64 i = 0; i < chunks(env); i++) {
    for (size_t at = 0; at < CHUNK; at += 8) {
      u64 word = at == 0 ? i + 1 : next_random(&random);
      memcpy(buffer + at, &word, 8);
    }
    HOLD(env, write(file, buffer, CHUNK) == CHUNK, "system-call", "write: %s", strerror(errno));
  }
  return hash_file(env, &hash);
}

/* The whole file, in 64 KiB. */
bool file_reread_body(struct env *env, u64 n) {
  if (MUTATED(MUTATE_DROP_BYTE)) (void)!ftruncate(file, CHUNK + 1);
  for (u64 i = 0; i < n; i++) {
    HOLD(env, lseek(file, 0, SEEK_SET) == 0, "system-call", "lseek: %s", strerror(errno));
    for (u64 chunk = 0; chunk < chunks(env); chunk++) {
      u64 word;
      ssize_t size = read(file, buffer, CHUNK);
      HOLD(env, size == CHUNK, "byte-count", "%d bytes of chunk %u", (int)size, (unsigned)chunk);
      memcpy(&word, buffer, 8);
      HOLD(env, word == chunk + 1, "word-of-chunk", "%llu in chunk %u", (unsigned long long)word, (unsigned)chunk);
    }
  }
  return true;
}

bool file_reread_close(struct env *env) {
  u64 after = 0;
  bool read_all = hash_file(env, &after);
  close(file);
  HOLD(env, unlink(path) == 0, "system-call", "unlink: %s", strerror(errno));
  if (MUTATED(MUTATE_FLIP_BIT)) after ^= 1;
  HOLD(env, read_all && after == hash, "whole-content", "the hash changed");
  return true;
}

/* A file made, written, closed and removed: one operation, so that the directory never grows. */
bool file_create_body(struct env *env, u64 n) {
  ssize_t size = (ssize_t)env->intent->amount * 1024;
  for (u64 i = 0; i < n; i++) {
    struct stat status;
    if (!create(env, "new")) return false;
    if (size > 0) HOLD(env, write(file, buffer, (size_t)size) == size, "system-call", "write: %s", strerror(errno));
    if (i % 64 == 0) {
      if (MUTATED(MUTATE_DROP_BYTE)) (void)!ftruncate(file, size + 1);
      HOLD(env, fstat(file, &status) == 0 && status.st_size == size, "known-size", "%lld bytes",
           (long long)status.st_size);
    }
    close(file);
    if (MUTATED(MUTATE_LEAVE_FILE)) scratch_path(path, env->scratch, "other");
    HOLD(env, unlink(path) == 0, "system-call", "unlink: %s", strerror(errno));
  }
  return true;
}

bool file_rewrite_open(struct env *env) {
  memset(buffer, 0, sizeof buffer);
  return create(env, "rewrite");
}

bool file_rewrite_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    for (u64 chunk = 0; chunk < chunks(env); chunk++) {
      u64 mark = i + chunk;
      memcpy(buffer, &mark, 8);
      size_t size = MUTATED(MUTATE_DROP_BYTE) ? CHUNK - 1 : CHUNK;
      HOLD(env, pwrite(file, buffer, size, (off_t)(chunk * CHUNK)) == CHUNK, "byte-count", "a short write");
    }
    u64 mark = 0, last = chunks(env) - 1;
    HOLD(env, pread(file, &mark, 8, (off_t)(last * CHUNK)) == 8 && mark == i + last, "word-of-chunk", "%llu",
         (unsigned long long)mark);
  }
  return true;
}

bool file_rewrite_close(struct env *env) {
  struct stat status;
  HOLD(env, fstat(file, &status) == 0 && status.st_size == (off_t)env->intent->amount * 1024, "known-size",
       "%lld bytes", (long long)status.st_size);
  close(file);
  HOLD(env, unlink(path) == 0, "system-call", "unlink: %s", strerror(errno));
  return true;
}
