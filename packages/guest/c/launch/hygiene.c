#define _GNU_SOURCE
#include "hygiene.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4u
#endif

bool default_signals(void) {
  struct sigaction action = { .sa_handler = SIG_DFL };
  /* EINVAL for those that nobody can catch and those that libc keeps for itself: they have their default. */
  for (int number = 1; number < _NSIG; number++) sigaction(number, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  return sigprocmask(SIG_SETMASK, &none, NULL) == 0;
}

bool own_stdin(void) {
  int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  return null >= 0 && dup2(null, 0) == 0;
}

bool close_at_exec(void) {
  return syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) == 0;
}
