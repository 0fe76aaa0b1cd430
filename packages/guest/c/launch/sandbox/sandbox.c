#define _GNU_SOURCE
#include "sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "../../capbench.h"
#include "../report.h"
#include "attend.h"
#include "hold.h"
#include "inside.h"
#include "observe.h"
#include "records.h"
#include "spaces.h"
#include "stats.h"

/* Too large for a stack. */
static struct filter filter;

static bool share_board(struct sandbox *sandbox) {
  void *memory = mmap(NULL, sizeof *sandbox->board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  sandbox->board = memory;
  sandbox->board->probe = -1;
  return true;
}

static bool watch_signals(struct sandbox *sandbox) {
  sigset_t set;
  waited_signals(&set);
  sandbox->signals = signalfd(-1, &set, SFD_CLOEXEC);
  return sandbox->signals >= 0;
}

typedef pid_t cloner(struct board *board, const struct options *options);

/* Clones the keeper, with the channels between it and the supervisor. */
static bool split_off(struct sandbox *sandbox, cloner *clone_one, struct failure *failure) {
  int control[2], go[2];
  if (!make_control(control) || pipe2(go, O_CLOEXEC) != 0) return fail(failure, "supervisor");
  sandbox->keeper = clone_one(sandbox->board, sandbox->options);
  if (sandbox->keeper < 0) return fail(failure, "fork");
  if (sandbox->keeper == 0) {
    /* Else they would hold the supervisor's ends open, and wait for ever for one that died. */
    close(control[0]);
    close(go[1]);
    be_keeper(&(struct inside){ .options = sandbox->options, .sealed = sandbox->sealed, .board = sandbox->board,
                                .filter = sandbox->filter, .control = control[1], .go = go[0] });
  }
  close(control[1]);
  close(go[0]);
  sandbox->control = control[0];
  sandbox->go = go[1];
  return true;
}

static bool start_keeper(struct sandbox *sandbox, struct failure *failure) {
  if (!share_board(sandbox) || !watch_signals(sandbox)) return fail(failure, "supervisor");
  if (sandbox->options->filter) {
    sandbox->filter = &filter;
    errno = E2BIG;
    if (!make_filter(&filter, &sandbox->options->granted, ARCH_OWN)) return fail(failure, "make-filter");
  }
  if (!split_off(sandbox, clone_keeper, failure)) return false;
  if (!map_identities(sandbox->board, sandbox->keeper)) {
    /* A keeper that is nobody in its name spaces can do nothing there. The steps say what the host refused. */
    kill(sandbox->keeper, SIGKILL);
    waitpid(sandbox->keeper, NULL, 0);
    close(sandbox->control);
    close(sandbox->go);
    if (!split_off(sandbox, clone_bare_keeper, failure)) return false;
  }
  return say(sandbox->control, SAY_MAPPED, -1) || fail(failure, "keeper");
}

/* Both holds, with their records. From the second on the program runs, unless it holds more than it may. */
static bool hold_and_release(struct sandbox *sandbox, struct failure *failure) {
  struct observed observed;
  struct started started = { .pid = 0 };
  struct stats stats;
  if (!hold_before_exec(sandbox, failure)) return false;
  arrange_stop(sandbox);
  report_authority(sandbox);
  bool denied = report_probes(sandbox);
  observe_program(&observed, "before-exec", sandbox->program, sandbox->sealed);
  if (observed.readable) report_record("observed", "%s", observed.json);
  enum after_exec after = hold_after_exec(sandbox, failure);
  if (after == AFTER_FAILED) return false;
  /* Without a filter or name spaces something passes, and the posture says so. */
  bool fit = denied || sandbox->listener < 0 || sandbox->board->isolation == ISOLATION_NONE;
  if (after == AFTER_HELD) {
    observe_program(&observed, "after-exec", sandbox->program, sandbox->sealed);
    if (observed.readable) report_record("observed", "%s", observed.json);
    fit = fit && is_within(&observed, sandbox->board);
  }
  started.pid = sandbox->program;
  if (sched_getaffinity(started.pid, sizeof started.cpus, &started.cpus) != 0) CPU_ZERO(&started.cpus);
  read_stats(&stats, "before", &sandbox->options->granted);
  if (!fit) kill_program(sandbox);
  /* A serial line has more to send than fits its buffer. None of that may happen while the program runs. */
  tcdrain(sandbox->options->report);
  started.monotonic_ns = cb_monotonic_ns();
  report_started(&started);
  report_stats(&stats);
  release_program(sandbox);
  return true;
}

/* What is left where something went wrong: killing the keeper ends all that is inside. */
static void end_sandbox(struct sandbox *sandbox) {
  struct ended ignored;
  struct failure failure;
  if (sandbox->keeper <= 0) return;
  if (sandbox->program > 0) kill_program(sandbox);
  release_program(sandbox);
  kill(sandbox->keeper, SIGKILL);
  end_leftover(&ignored, false, &failure);
}

bool run_in_sandbox(const struct options *options, const struct sealed *sealed, struct ended *ended,
                    struct failure *failure) {
  struct sandbox sandbox = { .options = options, .sealed = sealed, .listener = -1 };
  struct stats stats;
  bool done = start_keeper(&sandbox, failure) && hold_and_release(&sandbox, failure) &&
              attend_program(&sandbox, failure);
  if (!done) {
    end_sandbox(&sandbox);
    return false;
  }
  waitpid(sandbox.keeper, NULL, 0);
  if (sandbox.board->failed) { /* it was let go without a hold, and could not be executed */
    *failure = sandbox.board->failure;
    return false;
  }
  *ended = sandbox.board->ended;
  read_stats(&stats, "after", &options->granted);
  report_exited(ended);
  report_stats(&stats);
  return true;
}
