#define _GNU_SOURCE
#include "supervise.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum event await_event(struct sandbox *sandbox, int timeout_ms) {
  struct signalfd_siginfo signal;
  struct pollfd polled[3] = { { sandbox->signals, POLLIN, 0 },
                              { sandbox->listener, POLLIN, 0 }, /* one below 0 is passed over */
                              { sandbox->control, POLLIN, 0 } };
  int ready;
  do {
    ready = poll(polled, 3, timeout_ms);
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) return EVENT_TIMEOUT;
  if (polled[0].revents != 0 && read(sandbox->signals, &signal, sizeof signal) == sizeof signal) {
    if (signal.ssi_signo != SIGCHLD) sandbox->cancelled = true;
    return EVENT_SIGNAL;
  }
  if ((polled[1].revents & POLLIN) != 0) return EVENT_NOTICE;
  if (polled[2].revents != 0) return EVENT_WORD;
  /* Nobody is left who could be refused anything. Closing is safe only then: it would let a waiting call go on. */
  close(sandbox->listener);
  sandbox->listener = -1;
  return EVENT_SIGNAL;
}

void kill_program(struct sandbox *sandbox) {
  if (!sandbox->killed) kill(sandbox->program, SIGKILL);
  sandbox->killed = true;
}
