#define _GNU_SOURCE
#include "attend.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../capbench.h"
#include "../report.h"
#include "../filter/make.h"
#include "../filter/name.h"
#include "proc.h"

typedef unsigned long long u64;

/* Of a whole day nothing need happen; whoever waits is woken by the end of the program or of its keeper. */
#define RUN_TURN_MS 60000

static bool has_path(const struct notice *notice, uint64_t address, const char *wanted) {
  char path[96], text[32] = { 0 };
  int memory = open(proc_path(path, (pid_t)notice->pid, "mem"), O_RDONLY | O_CLOEXEC);
  if (memory < 0) return false;
  ssize_t size = pread(memory, text, sizeof text - 1, (off_t)address);
  close(memory);
  return size > 0 && strcmp(text, wanted) == 0;
}

/*
 * The C library of GNU looks for its own path and for random numbers before main, and goes on without. The calls are
 * not made: nothing is decided by memory that may change meanwhile but whether they count as a violation.
 */
static int refused_at_start(const struct notice *notice) {
  const uint64_t *arguments = notice->arguments;
  if (notice->arch != ARCH_OWN) return 0;
  if (notice->number == SYS_readlinkat && has_path(notice, arguments[1], "/proc/self/exe")) return ENOENT;
#ifdef SYS_readlink
  if (notice->number == SYS_readlink && has_path(notice, arguments[0], "/proc/self/exe")) return ENOENT;
#endif
  return notice->number == SYS_getrandom && arguments[1] == 8 && arguments[2] == 1 ? ENOSYS : 0;
}

static void report_violation(const struct notice *notice, const struct named *named) {
  char terms[1024], arguments[200];
  struct cb_text list = { terms, sizeof terms - 1, 0, false }, hex = { arguments, sizeof arguments - 1, 0, false };
  for (size_t term = 0; term < term_count(); term++) {
    if (has_term(named->missing, term))
      cb_put_format(&list, "%s\"%s\"", list.length == 0 ? "" : ",", term_name(term));
  }
  for (int i = 0; i < 6; i++) cb_put_format(&hex, "%s\"0x%llx\"", i == 0 ? "" : ",", (u64)notice->arguments[i]);
  terms[list.length] = arguments[hex.length] = 0;
  report_record("violation",
                "{\"call\":\"%s\",\"number\":%d,\"abi\":\"%s\",\"terms\":[%s],\"args\":[%s],\"ip\":\"0x%llx\"}",
                named->call, notice->number, named->abi, terms, arguments, (u64)notice->ip);
}

static void answer(struct sandbox *sandbox, const struct notice *notice) {
  struct named named;
  /* Whatever comes between the killing and the death of all waits for the latter. */
  if (sandbox->killed) return;
  name_call(&named, &sandbox->options->granted, notice->arch, notice->number, notice->arguments);
  int refused = named.allowed ? 0 : refused_at_start(notice);
  if (named.allowed) {
    continue_call(sandbox->listener, notice->id);
  } else if (refused != 0) {
    refuse_call(sandbox->listener, notice->id, refused);
  } else {
    kill_program(sandbox);
    report_violation(notice, &named);
  }
}

bool attend_program(struct sandbox *sandbox, struct failure *failure) {
  struct notice notice;
  struct heard heard;
  if (sandbox->pending.id != 0) answer(sandbox, &sandbox->pending);
  for (;;) {
    if (sandbox->cancelled) kill_program(sandbox);
    switch (await_event(sandbox, RUN_TURN_MS)) {
      case EVENT_NOTICE:
        if (receive_notice(sandbox->listener, &notice)) answer(sandbox, &notice);
        break;
      case EVENT_WORD:
        errno = EPIPE;
        if (hear(sandbox->control, &heard) && heard.word == SAY_OVER) return true;
        if (sandbox->board->failed) *failure = sandbox->board->failure;
        else fail(failure, "keeper");
        return false;
      case EVENT_TIMEOUT:
        errno = ETIMEDOUT;
        if (sandbox->killed) return fail(failure, "kill");
        break;
      case EVENT_SIGNAL: break;
    }
  }
}
