/* The names of error numbers. */
#ifndef LAUNCH_SANDBOX_ERRNO_NAME_H
#define LAUNCH_SANDBOX_ERRNO_NAME_H

#include <stddef.h>

/* "EPERM"; of a number that has no name here "E" and the number. `out` holds 16 bytes. */
const char *errno_name(char out[16], int error);

/* As JSON: `"EPERM"`, or `null` for 0. `out` holds 24 bytes. */
const char *errno_json(char out[24], int error);

#endif
