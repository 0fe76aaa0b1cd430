/* Starting processes and awaiting their end; each tells by its exit code that it was the one that was meant. */
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "all.h"

static char program[128];
static u64 started;

static int code_of(u64 number) {
  return (int)(number % 61) + 1;
}

static void code_text(char text[8], u64 number) {
  struct cb_text out = { text, 7, 0, false };
  cb_put_format(&out, "%d", code_of(number));
  text[out.length] = 0;
}

static bool await_child(struct env *env, pid_t pid, u64 number) {
  int status = 0, wanted = code_of(number);
  HOLD(env, waitpid(pid, &status, 0) == pid, "system-call", "waitpid: %s", strerror(errno));
  if (MUTATED(MUTATE_WRONG_EXIT)) status ^= 0x100;
  HOLD(env, WIFEXITED(status) && WEXITSTATUS(status) != 127, "exec-target", "it could not be executed (status 0x%x)",
       (unsigned)status);
  HOLD(env, WEXITSTATUS(status) == wanted, "exit-code", "%d was wanted, the status is 0x%x", wanted, (unsigned)status);
  return true;
}

bool fork_exit_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    u64 number = started++;
    pid_t pid = fork();
    if (pid == 0) _exit(code_of(number));
    CALL(env, pid, "fork");
    if (MUTATED(MUTATE_LEAVE_CHILD)) {
      pid_t left = fork();
      if (left == 0) {
        pause();
        _exit(0);
      }
    }
    if (!await_child(env, pid, number)) return false;
  }
  return true;
}

static bool place_program(struct env *env) {
  scratch_path(program, env->scratch, "program");
  HOLD(env, copy_self(program), "exec-target", "it could not be placed: %s", strerror(errno));
  if (MUTATED(MUTATE_DELETE_TARGET)) unlink(program);
  started = 0;
  return true;
}

static bool remove_program(struct env *env) {
  HOLD(env, unlink(program) == 0, "exec-target", "it was gone: %s", strerror(errno));
  return true;
}

/* One in 64 says a word on a pipe, which only this program's code can. */
static bool begin_word(struct env *env, u64 number, int pair[2]) {
  pair[0] = pair[1] = -1;
  if (number % 64 != 0) return true;
  HOLD(env, pipe(pair) == 0, "system-call", "pipe: %s", strerror(errno));
  return true;
}

static bool end_word(struct env *env, int pair[2], u64 number) {
  char text[8] = { 0 }, wanted[8];
  if (pair[0] < 0) return true;
  close(pair[1]);
  code_text(wanted, number);
  ssize_t size = read(pair[0], text, 7);
  close(pair[0]);
  HOLD(env, size > 0 && strcmp(text, wanted) == 0, "word-of-child", "\"%s\" came, \"%s\" was wanted", text, wanted);
  return true;
}

_Noreturn static void become(u64 number, int word) {
  char text[8], *none[] = { NULL };
  code_text(text, number);
  char *quiet[] = { "osbench", "exit", text, NULL }, *telling[] = { "osbench", "say", text, text, NULL };
  if (word >= 0 && word != 3) dup2(word, 3);
  execve(program, word >= 0 ? telling : quiet, none);
  _exit(127);
}

bool fork_exec_open(struct env *env) {
  return place_program(env);
}

bool fork_exec_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    int word[2];
    u64 number = started++;
    if (!begin_word(env, number, word)) return false;
    pid_t pid = fork();
    if (pid == 0) become(number, word[1]);
    CALL(env, pid, "fork");
    if (!await_child(env, pid, number) || !end_word(env, word, number)) return false;
  }
  return true;
}

bool fork_exec_close(struct env *env) {
  return remove_program(env);
}

bool vfork_exec_open(struct env *env) {
  return place_program(env);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wclobbered"
bool vfork_exec_body(struct env *env, u64 n) {
  for (volatile u64 i = 0; i < n; i++) {
    volatile u64 number = started++;
    char text[8], *none[] = { NULL };
    code_text(text, number);
    char *words[] = { "osbench", "exit", text, NULL };
    pid_t pid = vfork();
    if (pid == 0) {
      execve(program, words, none);
      _exit(127);
    }
    CALL(env, pid, "vfork");
    if (!await_child(env, pid, number)) return false;
  }
  return true;
}
#pragma GCC diagnostic pop

bool vfork_exec_close(struct env *env) {
  return remove_program(env);
}

bool spawn_exec_open(struct env *env) {
  return place_program(env);
}

bool spawn_exec_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    char text[8], *none[] = { NULL };
    u64 number = started++;
    pid_t pid;
    code_text(text, number);
    char *words[] = { "osbench", "exit", text, NULL };
    int error = posix_spawn(&pid, program, NULL, NULL, words, none);
    HOLD(env, error == 0, "exec-target", "posix_spawn: %s", strerror(error));
    if (!await_child(env, pid, number)) return false;
  }
  return true;
}

bool spawn_exec_close(struct env *env) {
  return remove_program(env);
}

bool shell_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    char text[24], *none[] = { NULL };
    u64 number = started++;
    pid_t pid;
    struct cb_text out = { text, 23, 0, false };
    cb_put_format(&out, "exit %d", code_of(number));
    text[out.length] = 0;
    char *words[] = { "sh", "-c", text, NULL };
    int error = posix_spawn(&pid, "/bin/sh", NULL, NULL, words, none);
    HOLD(env, error == 0, "exec-target", "posix_spawn: %s", strerror(error));
    if (!await_child(env, pid, number)) return false;
  }
  return true;
}

static void *complement(void *argument) {
  if (MUTATED(MUTATE_SKIP_WORK)) return argument;
  return (void *)~(uintptr_t)argument;
}

bool thread_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    pthread_t thread;
    void *result, *given = (void *)(uintptr_t)started++;
    int error = pthread_create(&thread, NULL, complement, given);
    HOLD(env, error == 0, "system-call", "pthread_create: %s", strerror(error));
    HOLD(env, pthread_join(thread, &result) == 0 && result == (void *)~(uintptr_t)given, "result-of-thread",
         "%llx came", (unsigned long long)(uintptr_t)result);
  }
  return true;
}
