/* The seam to the operating system: a freestanding runtime provides these three functions itself. */
#ifndef CAPBENCH_OS_H
#define CAPBENCH_OS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CB_UNUSED __attribute__((unused))

#ifdef CB_FREESTANDING

/* Writes up to `size` bytes; returns how many, or -1. */
long cb_os_write(int descriptor, const char *bytes, size_t size);
_Noreturn void cb_os_exit(int code);
/* Nanoseconds of a clock that never steps, from an arbitrary origin. */
uint64_t cb_os_monotonic_ns(void);

#else

#include <errno.h>
#include <time.h>
#include <unistd.h>

CB_UNUSED static inline long cb_os_write(int descriptor, const char *bytes, size_t size) {
  ssize_t written;
  do {
    written = write(descriptor, bytes, size);
  } while (written < 0 && errno == EINTR);
  return (long)written;
}

CB_UNUSED _Noreturn static inline void cb_os_exit(int code) {
  _exit(code);
}

CB_UNUSED static inline uint64_t cb_os_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

#endif
#endif
