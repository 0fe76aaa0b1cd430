/* Names a call, and the terms that it needs, from what seccomp notifies: architecture, number and arguments. */
#ifndef LAUNCH_FILTER_NAME_H
#define LAUNCH_FILTER_NAME_H

#include "terms.h"

struct named {
  const char *call; /* "socket"; "unknown" for a number that the table does not have */
  const char *abi;  /* "x86_64", "i386", "x32", "aarch64" or "other" */
  /* Terms that could grant this very call (its domain, flags, protection, ...): those of them that are not granted.
   * Empty for an allowed call, and for one that no term grants: an unknown number. A call through a foreign interface
   * always lacks `posture.change`, which grants none either. */
  struct terms missing;
  /* Granted: the filter allows it, or it is one of the two that are always notified and that its terms grant. */
  bool allowed;
  /* `execveat` and `set_tid_address`: may come although granted. */
  bool hold;
};

void name_call(struct named *named, const struct terms *granted, uint32_t arch, int number,
               const uint64_t arguments[6]);

#endif
