/* The supervisor's view of one sandbox. */
#ifndef LAUNCH_SANDBOX_SUPERVISE_H
#define LAUNCH_SANDBOX_SUPERVISE_H

#include "../options.h"
#include "../seal.h"
#include "board.h"
#include "control.h"
#include "listener.h"

/* No process inside may keep the supervisor waiting for longer while the program is held: a minute. */
#define HOLD_MS 60000

struct sandbox {
  const struct options *options;
  const struct sealed *sealed;
  struct board *board;
  const struct filter *filter;
  int control, go, signals;
  /* -1: there is no filter. */
  int listener;
  pid_t keeper, program;
  /* Is the program traced, so that it stops at its exec? */
  bool traced;
  /* SIGTERM, SIGINT or SIGHUP came: the program is killed as soon as it runs. */
  bool cancelled;
  /* A call that waits for its answer, such as the exec at which the program is held; id 0: there is none. */
  struct notice pending;
  bool killed;
};

enum event { EVENT_TIMEOUT, EVENT_NOTICE, EVENT_WORD, EVENT_SIGNAL };

/* Waits for what comes first. A signal is taken, what else there is must be. */
enum event await_event(struct sandbox *sandbox, int timeout_ms);
void kill_program(struct sandbox *sandbox);

#endif
