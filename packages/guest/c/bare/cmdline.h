/* The command line of the machine. */
#ifndef CAPBENCH_BARE_CMDLINE_H
#define CAPBENCH_BARE_CMDLINE_H

#include <stdint.h>

/* Of main, argv[0] included. */
#define MOST_ARGUMENTS 66

/*
 * Copies the command line that the loader left and splits it into the arguments of main, argv[0] included.
 *
 * Words are separated by blanks. What stands before a word `--` does not count, nor does that word; without one, a
 * Multiboot loader's first word does not count, which is the path of the image. `%41` in a word is the byte 0x41, so
 * that an argument may hold anything but NUL, and a word that is only `%` is an empty argument.
 *
 * Returns the count of arguments; panics where the line cannot be read.
 */
int cb_bare_arguments(unsigned how, uint32_t loader, char *arguments[MOST_ARGUMENTS + 1]);

#endif
