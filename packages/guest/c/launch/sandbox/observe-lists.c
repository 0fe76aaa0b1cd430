#define _GNU_SOURCE
#include "observe-lists.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "proc.h"

#define ROOM_MOUNTS 900
#define ROOM_DESCRIPTORS 1100
#define NULL_DEVICE makedev(1, 3)

/* Appends an item if the list has room for it. */
static bool put_item(struct cb_text *json, size_t start, size_t room, const char *item) {
  size_t length = strlen(item);
  if (json->length - start + length + 1 > room) return false;
  if (json->length > start) cb_put(json, ',');
  cb_put_text(json, item);
  return true;
}

bool put_spaces(struct cb_text *json, pid_t program) {
  static const char *const names[] = { "mnt", "net", "ipc", "pid", "uts", "cgroup", "user", "time" };
  char name[16], path[96], mine[64], its[64];
  bool own_mounts = false;
  for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
    struct cb_text text = { name, sizeof name - 1, 0, false };
    cb_put_format(&text, "ns/%s", names[i]);
    name[text.length] = 0;
    bool known = read_link(proc_path(path, 0, name), mine, sizeof mine) &&
                 read_link(proc_path(path, program, name), its, sizeof its);
    bool own = known && strcmp(mine, its) != 0;
    if (i == 0) own_mounts = own;
    cb_put_format(json, "%s\"%s\":\"%s\"", i == 0 ? "" : ",", names[i], own ? "own" : "shared");
  }
  return own_mounts;
}

/* `id parent device root point options fields... - type source more` (proc(5), mountinfo) */
static bool put_mount(struct cb_text *json, size_t start, char *line) {
  char *fields[6] = { NULL }, *rest = line;
  for (int i = 0; i < 6; i++) fields[i] = strsep(&rest, " ");
  char *type = rest == NULL ? NULL : strstr(rest, "- ");
  if (type == NULL) return true;
  type += 2;
  char *end = strchr(type, ' ');
  if (end != NULL) *end = 0;
  char text[512], quoted[600];
  struct cb_text item = { text, sizeof text - 1, 0, false };
  cb_put_format(&item, "%s %s %s", fields[4], fields[5], type);
  cb_json_string(quoted, sizeof quoted, text, item.length);
  return put_item(json, start, ROOM_MOUNTS, quoted);
}

void put_mounts(struct cb_text *json, pid_t program, struct omitted *omitted) {
  char path[96], *table = malloc(65536), *rest = table;
  size_t start = json->length;
  if (table == NULL || read_text_file(proc_path(path, program, "mountinfo"), table, 65536) < 0) rest = NULL;
  while (rest != NULL && *rest != 0) {
    char *line = strsep(&rest, "\n");
    if (!put_mount(json, start, line)) omitted->mounts++;
  }
  free(table);
}

/* Files of the host are not named: where they lie says nothing about authority. */
static const char *kind_of(const char *path, const char *target) {
  struct stat status;
  /* The keeper opened it under a root that is gone, so that its name is, too. */
  if (stat(path, &status) == 0 && S_ISCHR(status.st_mode) && status.st_rdev == NULL_DEVICE) return "/dev/null";
  if (strncmp(target, "pipe:", 5) == 0) return "pipe";
  if (strncmp(target, "socket:", 7) == 0) return "socket";
  if (strncmp(target, "anon_inode:", 11) == 0 || strncmp(target, "/dev/", 5) == 0) return target;
  return strncmp(target, "/memfd:", 7) == 0 ? "memfd" : "file";
}

bool put_descriptors(struct cb_text *json, pid_t program, struct omitted *omitted) {
  char path[96], link_path[96], name[32], target[256], quoted[300], item[360];
  size_t start = json->length;
  unsigned standard = 0, count = 0;
  struct dirent *entry;
  DIR *directory = opendir(proc_path(path, program, "fd"));
  if (directory == NULL) return true; /* nobody has seen more than there may be, and the list says so */
  while ((entry = readdir(directory)) != NULL) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    int number = atoi(entry->d_name);
    struct cb_text link = { name, sizeof name - 1, 0, false }, text = { item, sizeof item - 1, 0, false };
    cb_put_format(&link, "fd/%d", number);
    name[link.length] = 0;
    count++;
    standard += number <= 2;
    if (!read_link(proc_path(link_path, program, name), target, sizeof target)) strcpy(target, "unknown");
    const char *kind = kind_of(link_path, target);
    cb_json_string(quoted, sizeof quoted, kind, strlen(kind));
    cb_put_format(&text, "{\"fd\":%d,\"is\":%s}", number, quoted);
    item[text.length] = 0;
    if (!put_item(json, start, ROOM_DESCRIPTORS, item)) omitted->descriptors++;
  }
  closedir(directory);
  return count == 3 && standard == 3;
}
