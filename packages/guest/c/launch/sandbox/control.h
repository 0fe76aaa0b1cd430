/* The control socket between the supervisor and those inside. */
#ifndef LAUNCH_SANDBOX_CONTROL_H
#define LAUNCH_SANDBOX_CONTROL_H

#include <stdbool.h>
#include <sys/types.h>

struct heard {
  char word;
  /* Who said it, in our process name space; 0 where that was not asked for. */
  pid_t from;
  /* A descriptor that came along; -1 none. */
  int descriptor;
};

/* Both ends, closed at exec; the first one is told who speaks. */
bool make_control(int ends[2]);
/* One word, with a descriptor if that is above 0. */
bool say(int end, char word, int descriptor);
/* The next word; false at the end of the conversation. Waits: who must not, polls first. */
bool hear(int end, struct heard *heard);

#endif
