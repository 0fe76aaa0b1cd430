#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "osb.h"

static char directory[64];

void scratch_path(char out[128], const char *scratch, const char *name) {
  struct cb_text text = { out, 127, 0, false };
  cb_put_text(&text, scratch);
  cb_put(&text, '/');
  cb_put_text(&text, name);
  out[text.length] = 0;
}

const char *open_scratch(void) {
  static const char *const places[] = { "/tmp/capbench-osbench-XXXXXX", "/dev/shm/capbench-osbench-XXXXXX" };
  mkdir("/tmp", 01777); /* a guest may have none; elsewhere it is there */
  for (unsigned i = 0; i < 2; i++) {
    strcpy(directory, places[i]);
    if (mkdtemp(directory) != NULL) return directory;
  }
  return NULL;
}

/* Calls `visit` for each entry, if any; how many there are, or -1. */
static int visit(const char *scratch, void (*each)(int directory, const char *name)) {
  DIR *entries = opendir(scratch);
  struct dirent *entry;
  int count = 0;
  if (entries == NULL) return -1;
  while ((entry = readdir(entries)) != NULL) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    count++;
    if (each != NULL) each(dirfd(entries), entry->d_name);
  }
  closedir(entries);
  return count;
}

static void remove_entry(int from, const char *name) {
  unlinkat(from, name, 0);
}

int count_scratch(const char *scratch) {
  return visit(scratch, NULL);
}

void close_scratch(const char *scratch) {
  while (visit(scratch, remove_entry) > 0 && count_scratch(scratch) > 0) continue;
  rmdir(scratch);
}

bool copy_self(const char *path) {
  static char buffer[65536];
  int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
  ssize_t size = -1;
  if (from >= 0 && to >= 0) {
    while ((size = read(from, buffer, sizeof buffer)) > 0) {
      if (write(to, buffer, (size_t)size) != size) break;
    }
  }
  if (from >= 0) close(from);
  if (to >= 0) close(to);
  return size == 0;
}
