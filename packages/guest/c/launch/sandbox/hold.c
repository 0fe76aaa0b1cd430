#define _GNU_SOURCE
#include "hold.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Not in every libc's headers by the same name. */
#define TRACE_EXEC 0x10
#define EXEC_STOPPED (SIGTRAP | 4 << 8)

static bool timed_out(struct failure *failure, const char *what) {
  errno = ETIMEDOUT;
  return fail(failure, what);
}

/* The next word from inside, which must be this one. */
static bool expect_word(struct sandbox *sandbox, char word, struct heard *heard, struct failure *failure) {
  enum event event;
  do {
    event = await_event(sandbox, HOLD_MS);
  } while (event == EVENT_SIGNAL);
  if (event != EVENT_WORD) return timed_out(failure, "prepare");
  errno = EPIPE; /* what a process that died without a word leaves */
  if (hear(sandbox->control, heard) && heard->word == word) return true;
  if (sandbox->board->failed) *failure = sandbox->board->failure;
  else fail(failure, "prepare");
  return false;
}

/* Refuses the calls of the probes, until the program asks for its exec. */
static bool await_exec_call(struct sandbox *sandbox, struct failure *failure) {
  struct board *board = sandbox->board;
  struct notice notice;
  for (;;) {
    enum event event = await_event(sandbox, HOLD_MS);
    if (event == EVENT_TIMEOUT) return timed_out(failure, "filter");
    errno = EPIPE;
    if (event == EVENT_WORD) return fail(failure, "filter");
    if (event != EVENT_NOTICE || !receive_notice(sandbox->listener, &notice)) continue;
    int probe = __atomic_load_n(&board->probe, __ATOMIC_ACQUIRE);
    if (probe >= 0) {
      board->probes[probe].by_filter = true;
      refuse_call(sandbox->listener, notice.id, EPERM);
    } else if (notice.number == SYS_execveat) {
      sandbox->pending = notice;
      return true;
    } else {
      errno = EPROTO; /* the launcher's own code is not to make another call here */
      return fail(failure, "filter");
    }
  }
}

bool hold_before_exec(struct sandbox *sandbox, struct failure *failure) {
  struct heard heard;
  if (!expect_word(sandbox, SAY_READY, &heard, failure)) return false;
  sandbox->program = heard.from;
  if (sandbox->filter == NULL) return true;
  if (!say(sandbox->control, SAY_LISTENER, -1)) return fail(failure, "filter");
  if (!expect_word(sandbox, SAY_LISTENER, &heard, failure)) return false;
  sandbox->listener = heard.descriptor;
  return sandbox->listener < 0 || await_exec_call(sandbox, failure);
}

void arrange_stop(struct sandbox *sandbox) {
  sandbox->traced = ptrace(PTRACE_SEIZE, sandbox->program, NULL, (void *)TRACE_EXEC) == 0;
  step(&sandbox->board->steps, "stop-at-exec", sandbox->traced);
}

/* What the kernel says of a traced program; false while it says nothing. */
static bool has_stopped(struct sandbox *sandbox, enum after_exec *answer) {
  int status;
  pid_t changed = waitpid(sandbox->program, &status, __WALL | WNOHANG);
  if (changed == 0) return false;
  if (changed < 0 || !WIFSTOPPED(status)) {
    /* Gone: its exec failed, or somebody killed it. The keeper has its status. */
    sandbox->traced = false;
    *answer = sandbox->board->failed ? AFTER_FAILED : AFTER_NOT_HELD;
    return true;
  }
  if (status >> 8 == EXEC_STOPPED) {
    *answer = AFTER_HELD;
    return true;
  }
  /* Any other stop: with the signal that it is about, unless it is the kernel's own event. */
  ptrace(PTRACE_CONT, sandbox->program, NULL, (void *)(long)(status >> 16 == 0 ? WSTOPSIG(status) : 0));
  return false;
}

static enum after_exec await_stop(struct sandbox *sandbox, struct failure *failure) {
  enum after_exec answer = AFTER_FAILED;
  struct notice notice;
  for (;;) {
    if (has_stopped(sandbox, &answer)) break;
    enum event event = await_event(sandbox, HOLD_MS);
    if (event == EVENT_TIMEOUT) {
      timed_out(failure, "exec");
      return AFTER_FAILED;
    }
    /* The keeper is gone, or the exec failed and the filter does not even let the program leave. */
    if (event == EVENT_WORD || (event == EVENT_NOTICE && receive_notice(sandbox->listener, &notice)))
      kill_program(sandbox);
  }
  *failure = sandbox->board->failure;
  return answer;
}

/* The first call of libc: until then nothing of the program itself has run. */
static enum after_exec await_first_call(struct sandbox *sandbox, struct failure *failure) {
  struct notice *notice = &sandbox->pending;
  for (;;) {
    enum event event = await_event(sandbox, HOLD_MS);
    if (event == EVENT_WORD) return AFTER_NOT_HELD;
    if (event == EVENT_TIMEOUT) {
      timed_out(failure, "exec");
      return AFTER_FAILED;
    }
    if (event != EVENT_NOTICE || !receive_notice(sandbox->listener, notice)) continue;
    if (notice->number == SYS_set_tid_address) return AFTER_HELD;
    *failure = sandbox->board->failure;
    if (sandbox->board->failed) kill_program(sandbox);
    return sandbox->board->failed ? AFTER_FAILED : AFTER_NOT_HELD;
  }
}

enum after_exec hold_after_exec(struct sandbox *sandbox, struct failure *failure) {
  bool filter = sandbox->listener >= 0;
  bool gone = filter ? !continue_call(sandbox->listener, sandbox->pending.id) : write(sandbox->go, "", 1) != 1;
  sandbox->pending.id = 0;
  if (gone) return AFTER_NOT_HELD;
  if (sandbox->traced) return await_stop(sandbox, failure);
  return filter ? await_first_call(sandbox, failure) : AFTER_NOT_HELD;
}

void release_program(struct sandbox *sandbox) {
  /* What was killed meanwhile cannot be let go; its tracer has to bury it before its parent may. */
  if (sandbox->traced && ptrace(PTRACE_DETACH, sandbox->program, NULL, NULL) != 0 && sandbox->killed)
    waitpid(sandbox->program, NULL, __WALL);
  sandbox->traced = false;
}
