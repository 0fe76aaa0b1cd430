/*
 * The three processes of a sandbox and the memory that they share: the supervisor (the launcher itself, outside), the
 * keeper (process 1 of the name spaces) and the program. Exec takes the memory away from the program.
 */
#ifndef LAUNCH_SANDBOX_BOARD_H
#define LAUNCH_SANDBOX_BOARD_H

#include "../failure.h"
#include "../filter/terms.h"
#include "../reap.h"
#include "steps.h"

#define MOST_PROBES 64

enum isolation { ISOLATION_NONE, ISOLATION_SPACES, ISOLATION_USER_SPACE };

enum refuser { REFUSED_BY_NONE, REFUSED_BY_FILTER, REFUSED_BY_KERNEL };

struct probe_result {
  bool tried, by_filter;
  const char *call;
  int error; /* 0: the call went through */
};

struct board {
  struct steps steps;
  enum isolation isolation;
  /* The keeper is process 1 of a process name space: nothing in there outlives it. */
  bool own_processes;
  /* Number of the probe that is being tried; -1 none. */
  int probe;
  struct probe_result probes[MOST_PROBES];
  /* Descriptor of the filter's listener in the program's table; 0: there is none yet, -1 the host refused it. */
  int listener;
  /* What kept the program from being executed. */
  bool failed;
  struct failure failure;
  /* Said by the keeper when all is over. */
  bool over;
  struct ended ended;
};

/* What they say to each other on the control socket, a byte a message. */
#define SAY_MAPPED 'm'   /* supervisor to keeper: your identities are mapped, begin */
#define SAY_LISTENER 'l' /* to the keeper: hand the listener over; back: here it is */
#define SAY_READY 'r'    /* program to supervisor: all is prepared; the kernel adds my process id */
#define SAY_FAILED 'f'   /* keeper or program to supervisor: the board says why */
#define SAY_OVER 'o'     /* keeper to supervisor */

#endif
