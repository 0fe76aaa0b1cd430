#define _GNU_SOURCE
#include "proc.h"

#include <fcntl.h>
#include <unistd.h>

#include "../../capbench.h"

const char *proc_path(char out[96], pid_t pid, const char *name) {
  struct cb_text text = { out, 95, 0, false };
  if (pid == 0) cb_put_format(&text, "/proc/self/%s", name);
  else cb_put_format(&text, "/proc/%d/%s", (int)pid, name);
  out[text.length] = 0;
  return out;
}

long read_text_file(const char *path, char *out, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  size_t length = 0;
  if (file < 0) return -1;
  while (length < size - 1) {
    ssize_t more = read(file, out + length, size - 1 - length);
    if (more <= 0) break;
    length += (size_t)more;
  }
  close(file);
  out[length] = 0;
  return (long)length;
}

bool read_link(const char *path, char *out, size_t size) {
  ssize_t length = readlink(path, out, size - 1);
  if (length < 0) return false;
  out[length] = 0;
  return true;
}
