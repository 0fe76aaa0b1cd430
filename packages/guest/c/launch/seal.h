/* The program as sealed memory: what was hashed is what runs. */
#ifndef LAUNCH_SEAL_H
#define LAUNCH_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "failure.h"

struct sealed {
  int descriptor;
  const char *name;
  uint64_t bytes;
  char sha256[65];
};

/* Copies the file into a memfd that nobody can change afterwards, and hashes what is in there. */
bool seal_program(struct sealed *sealed, const char *path, struct failure *failure);

#endif
