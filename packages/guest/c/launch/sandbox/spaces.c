#define _GNU_SOURCE
#include "spaces.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../capbench.h"
#include "../filter/terms.h"
#include "granted.h"

#ifndef CLONE_NEWCGROUP
#define CLONE_NEWCGROUP 0x02000000
#endif

static pid_t clone_with(struct board *board, enum isolation isolation, unsigned long flags) {
  board->isolation = isolation;
  board->own_processes = isolation != ISOLATION_NONE;
  return (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
}

pid_t clone_keeper(struct board *board, const struct options *options) {
  unsigned long spaces = CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWCGROUP;
  /* A new network has no way out. One that is made already is entered by the keeper. */
  if (options->network < 0 && !is_granted(&options->granted, "net.external")) spaces |= CLONE_NEWNET;
  bool root = geteuid() == 0;
  /*
   * Without a filter only a limit keeps the program from making user name spaces, in which it would be root again. On a
   * host that limit can be set nowhere but in a user name space of our own; in a guest init sets it.
   */
  bool limited = root && !options->filter && !options->booted && !is_granted(&options->granted, "namespace");
  if (root && !limited) {
    pid_t keeper = clone_with(board, ISOLATION_SPACES, spaces);
    if (keeper == 0 || step(&board->steps, "namespaces", keeper > 0)) return keeper;
  }
  pid_t keeper = clone_with(board, ISOLATION_USER_SPACE, spaces | CLONE_NEWUSER);
  if (keeper == 0 || step(&board->steps, "user-namespace", keeper > 0)) return keeper;
  if (limited) {
    keeper = clone_with(board, ISOLATION_SPACES, spaces);
    if (keeper == 0 || step(&board->steps, "namespaces", keeper > 0)) return keeper;
  }
  return clone_bare_keeper(board, options);
}

pid_t clone_bare_keeper(struct board *board, const struct options *options) {
  (void)options;
  return clone_with(board, ISOLATION_NONE, 0);
}

static bool write_map(pid_t keeper, const char *name, const char *content) {
  char path[64];
  struct cb_text text = { path, sizeof path - 1, 0, false };
  cb_put_format(&text, "/proc/%d/%s", (int)keeper, name);
  path[text.length] = 0;
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t written = write(file, content, strlen(content));
  int error = errno;
  close(file);
  errno = error;
  return written == (ssize_t)strlen(content);
}

/* Root outside stays root inside until it becomes nobody; anybody else is nobody from the start. */
static bool map_one(pid_t keeper, const char *name, unsigned outside) {
  char map[64];
  struct cb_text text = { map, sizeof map - 1, 0, false };
  if (geteuid() == 0) cb_put_format(&text, "0 0 1\n%u %u 1\n", NOBODY, NOBODY);
  else cb_put_format(&text, "%u %u 1\n", NOBODY, outside);
  map[text.length] = 0;
  return write_map(keeper, name, map);
}

bool map_identities(struct board *board, pid_t keeper) {
  if (board->isolation != ISOLATION_USER_SPACE) return true;
  /* Whoever is not root may map groups only once no process in there can drop any. */
  if (geteuid() != 0 && !step(&board->steps, "deny-setgroups", write_map(keeper, "setgroups", "deny"))) return false;
  return step(&board->steps, "map-groups", map_one(keeper, "gid_map", getegid())) &&
         step(&board->steps, "map-users", map_one(keeper, "uid_map", geteuid()));
}
