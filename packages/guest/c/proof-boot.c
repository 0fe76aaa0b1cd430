/*
 * proof-boot <nonce>: tier 0 proof of boot, spawn and exit. A child really runs, sends bytes through a pipe and exits
 * with a code of its own; the record says what came back.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <sys/wait.h>

#include "capbench.h"

#define ECHO "boot, spawn, exit"
#define CHILD_EXIT 7

int main(int argc, char **argv) {
  cb_begin(argc > 1 ? argv[1] : "", "proof-boot", "1.0.0");
  char echo[64] = { 0 }, json[128];
  int channel[2], status = 0;
  cpu_set_t cpus;
  if (pipe(channel) != 0 || sched_getaffinity(0, sizeof cpus, &cpus) != 0) {
    cb_diagnose("proof-boot: pipe or sched_getaffinity: %s", strerror(errno));
    return 1;
  }
  pid_t child = fork();
  if (child == 0) _exit(write(channel[1], ECHO, sizeof ECHO - 1) == sizeof ECHO - 1 ? CHILD_EXIT : 1);
  close(channel[1]);
  ssize_t size = 0, got;
  while ((got = read(channel[0], echo + size, sizeof echo - (size_t)size)) > 0) size += got;
  bool spawned = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status);
  cb_json_string(json, sizeof json, echo, (size_t)size);
  cb_record("proof", "{\"cpus\":%d,\"spawned\":%s,\"childExit\":%d,\"echo\":%s}", CPU_COUNT(&cpus),
            spawned ? "true" : "false", spawned ? WEXITSTATUS(status) : -1, json);
  return cb_end();
}
