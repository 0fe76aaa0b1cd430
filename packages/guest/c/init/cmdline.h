/* What the kernel command line asks of the guest. */
#ifndef INIT_CMDLINE_H
#define INIT_CMDLINE_H

#define MAX_ARGUMENTS 64

struct order {
  /* Nonce of the program's records, and of the launcher's. */
  char *nonce;
  char *launch;
  /* Path of the program in the guest. */
  char *program;
  /* Not NULL: the clock of the kernel may still change. */
  char *settle;
  /* CPUs for the program as `0,1`, or NULL. */
  char *cpus;
  /* Arguments of the program after its nonce, ended by NULL. */
  char *arguments[MAX_ARGUMENTS + 1];
};

/*
 * Reads `capbench.nonce=`, `capbench.launch=`, `capbench.program=`, `capbench.args=` (base64url without padding of the
 * arguments joined by NUL; absent or empty: none), `capbench.settle=` and `capbench.cpus=` from a command line, which it changes and keeps
 * pointers into. Returns NULL, or what is wrong. Other words are the kernel's.
 */
const char *read_order(struct order *order, char *command_line);

#endif
