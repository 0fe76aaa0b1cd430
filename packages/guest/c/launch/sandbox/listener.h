/* Seccomp notifications: what the kernel says when the filter refuses a call (seccomp_unotify(2)). */
#ifndef LAUNCH_SANDBOX_LISTENER_H
#define LAUNCH_SANDBOX_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "../filter/make.h"

/* struct seccomp_notif and seccomp_data of linux/seccomp.h, which not every C library comes with */
struct notice {
  uint64_t id;
  uint32_t pid;
  uint32_t flags;
  int32_t number;
  uint32_t arch;
  uint64_t ip;
  uint64_t arguments[6];
};

/* Installs the filter on this process. Returns the listener, or -1. */
int install_filter(const struct filter *filter);
/* False where the caller is gone by now. */
bool receive_notice(int listener, struct notice *notice);
/* Lets the call go on in the kernel. */
bool continue_call(int listener, uint64_t id);
/* Makes the call return this error, without having been made. */
bool refuse_call(int listener, uint64_t id, int error);

#endif
