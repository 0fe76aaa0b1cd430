/* Reading /proc about another process. */
#ifndef LAUNCH_SANDBOX_PROC_H
#define LAUNCH_SANDBOX_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* "/proc/PID/NAME", or "/proc/self/NAME" for pid 0. `out` holds 96 bytes. */
const char *proc_path(char out[96], pid_t pid, const char *name);
/* Content of a file, ended by NUL and cut at `size`. Returns its length, -1 where it cannot be read. */
long read_text_file(const char *path, char *out, size_t size);
/* Target of a link, ended by NUL. */
bool read_link(const char *path, char *out, size_t size);

#endif
