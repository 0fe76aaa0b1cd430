/* What the guest is asked to do. */
#ifndef INIT_CMDLINE_H
#define INIT_CMDLINE_H

#define MAX_ARGUMENTS 64

struct order {
  /* Nonce of the program's records, and of the launcher's. */
  char *nonce;
  char *launch;
  /* Path of the program in the guest. */
  char *program;
  /* Not NULL: these words only say that the order itself comes as a line of input, after a restore of the machine. */
  char *from_input;
  /* Milliseconds since 1970, and 64 hexadecimal digits of entropy, for a machine that was stopped; or NULL. */
  char *time, *seed;
  /* Not NULL: the clock of the kernel may still change. */
  char *settle;
  /* CPUs for the program as `0,1`, or NULL. */
  char *cpus;
  /* Terms that the program is granted as `cpu,memory.map`, or NULL: nothing is enforced. `no`: without a filter. */
  char *authority, *filter;
  /* Arguments of the program after its nonce, ended by NULL. */
  char *arguments[MAX_ARGUMENTS + 1];
};

/*
 * Reads the words that begin with `capbench.` from a command line, which it changes and keeps pointers into; others are
 * the kernel's. `nonce=`, `launch=` and `program=` must be there, except beside `order=input`; `args=` is base64url
 * without padding of the arguments joined by NUL (absent or empty: none); then there are `cpus=`, `authority=`,
 * `filter=no`, `settle=`, `time=` and `seed=`. Returns NULL, or what is wrong.
 */
const char *read_order(struct order *order, char *command_line);

#endif
