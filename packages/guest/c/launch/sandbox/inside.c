#define _GNU_SOURCE
#include "inside.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../hygiene.h"
#include "control.h"
#include "drop.h"
#include "listener.h"
#include "probes.h"
#include "root.h"

/* How long the keeper waits for the filter of a program that has said that it is ready: half a minute. */
#define LISTENER_TURNS 300000
#define LISTENER_TURN_NS 100000

_Noreturn static void give_up(const struct inside *inside, const struct failure *failure) {
  inside->board->failure = *failure;
  inside->board->failed = true;
  _exit(say(inside->control, SAY_FAILED, -1) ? 0 : 1);
}

/* From the filter on no call is made but those that the supervisor expects: probes, exec, and the end. */
_Noreturn static void be_program(const struct inside *inside, pid_t keeper) {
  struct board *board = inside->board;
  const struct options *options = inside->options;
  struct failure failure;
  char byte, *empty[] = { NULL };
  int listener = -1;
  if (!drop_privileges(options, board, keeper, &board->steps, &failure)) give_up(inside, &failure);
  options->program[0] = (char *)inside->sealed->name; /* the same argv wherever the program lies */
  if (!say(inside->control, SAY_READY, -1)) _exit(1);
  if (inside->filter != NULL) {
    listener = install_filter(inside->filter);
    step(&board->steps, "filter", listener > 0);
    __atomic_store_n(&board->listener, listener > 0 ? listener : -1, __ATOMIC_RELEASE);
    if (listener > 0) make_probes(board, &options->granted, true);
  }
  if (listener <= 0 && read(inside->go, &byte, 1) != 1) _exit(1);
  syscall(SYS_execveat, inside->sealed->descriptor, "", options->program, empty, AT_EMPTY_PATH);
  fail(&board->failure, "exec");
  board->failed = true;
  for (;;) syscall(SYS_exit_group, 1);
}

/* Without a filter the calls of the probes are made in earnest, so what made them must not become the program. */
static void probe_apart(const struct inside *inside, pid_t keeper) {
  struct board *board = inside->board;
  struct steps ignored = { .count = 0 };
  struct failure failure;
  pid_t prober = fork();
  if (prober == 0) {
    if (drop_privileges(inside->options, board, keeper, &ignored, &failure))
      make_probes(board, &inside->options->granted, false);
    _exit(0);
  }
  if (prober > 0) waitpid(prober, NULL, 0);
  if (board->probe >= 0) board->probes[board->probe].tried = false; /* it did not live to say what came of it */
  board->probe = -1;
}

/* The table of descriptors is shared with the program until its exec, so that its listener is one of ours as well. */
static bool hand_listener_over(const struct inside *inside) {
  const struct timespec turn = { .tv_nsec = LISTENER_TURN_NS };
  int listener = 0;
  for (int i = 0; i < LISTENER_TURNS && listener == 0; i++) {
    listener = __atomic_load_n(&inside->board->listener, __ATOMIC_ACQUIRE);
    if (listener == 0) nanosleep(&turn, NULL);
  }
  return listener != 0 && say(inside->control, SAY_LISTENER, listener);
}

_Noreturn void be_keeper(const struct inside *inside) {
  struct board *board = inside->board;
  struct failure failure;
  struct heard heard;
  pid_t self = getpid();
  /* The kernel ends all in a name space of processes with its first one. Elsewhere that is ours to do. */
  if (!become_reaper(board->own_processes ? SIGKILL : SIGTERM, &failure)) give_up(inside, &failure);
  if (!hear(inside->control, &heard) || heard.word != SAY_MAPPED) _exit(1);
  if (!own_stdin()) {
    fail(&failure, "stdin");
    give_up(inside, &failure);
  }
  make_surroundings(board, inside->options, inside->sealed);
  if (inside->filter == NULL) probe_apart(inside, self);
  pid_t program = (pid_t)syscall(SYS_clone, SIGCHLD | (inside->filter == NULL ? 0 : CLONE_FILES), 0, 0, 0, 0);
  if (program == 0) be_program(inside, self);
  if (program < 0) {
    fail(&failure, "fork");
    give_up(inside, &failure);
  }
  if (inside->filter != NULL && hear(inside->control, &heard) && !hand_listener_over(inside)) _exit(1);
  if (!await_program(&board->ended, program, board->own_processes, &failure)) give_up(inside, &failure);
  board->over = true;
  _exit(say(inside->control, SAY_OVER, -1) ? 0 : 1);
}
