/* The processes inside: the keeper of the name spaces, and the program until its exec. */
#ifndef LAUNCH_SANDBOX_INSIDE_H
#define LAUNCH_SANDBOX_INSIDE_H

#include "../filter/make.h"
#include "../options.h"
#include "../seal.h"
#include "board.h"

struct inside {
  const struct options *options;
  const struct sealed *sealed;
  struct board *board;
  /* NULL: no filter. */
  const struct filter *filter;
  /* Their end of the control socket; the pipe on which a program without a filter waits to be let go. */
  int control, go;
};

_Noreturn void be_keeper(const struct inside *inside);

#endif
