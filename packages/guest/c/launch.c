/*
 * capbench-launch: starts one program from sealed memory, with nothing but descriptors 0, 1 and 2, and reports on a
 * descriptor that the program does not hold. Given a profile of authority it puts the program into a sandbox first
 * (launch/sandbox). The same static binary runs in the guest and on the host.
 *
 * Exit status: that of the program, or 128 + the signal that ended it; 125 when the launcher could not do its work, 64
 * when it was called wrongly, 120 when its report could not be written.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capbench.h"
#include "launch/child.h"
#include "launch/filter/show.h"
#include "launch/options.h"
#include "launch/reap.h"
#include "launch/report.h"
#include "launch/sandbox/sandbox.h"
#include "launch/seal.h"

#define EXIT_LAUNCHER 125

static bool launch(const struct options *options, struct ended *ended, struct failure *failure) {
  struct sealed sealed;
  struct started started;
  if (!become_reaper(SIGKILL, failure)) return false;
  report_system(options);
  if (!seal_program(&sealed, options->program[0], failure)) return false;
  report_program(&sealed);
  if (options->authority != NULL) return run_in_sandbox(options, &sealed, ended, failure);
  if (!start_program(&started, options, &sealed, failure)) {
    if (started.pid > 0) {
      kill(started.pid, SIGKILL);
      waitpid(started.pid, NULL, 0);
    }
    return false;
  }
  report_started(&started);
  if (!await_program(ended, started.pid, false, failure)) return false;
  report_exited(ended);
  return true;
}

int main(int argc, char **argv) {
  struct options options;
  struct ended ended;
  struct failure failure;
  if (argc == 4 && cb_equal(argv[1], "--show-filter")) return show_filter(argv[2], argv[3]);
  if (argc == 3 && cb_equal(argv[1], "--words")) argv = await_words(argv[2]);
  read_options(&options, argc > 0 ? argv + 1 : argv);
  report_begin(&options);
  bool done = launch(&options, &ended, &failure);
  if (!done) report_failure(&failure);
  report_end();
  if (!done) return EXIT_LAUNCHER;
  /* The exit status alone could not say it: a program may end with 125 or 120 itself. */
  if (options.finished >= 0 && write(options.finished, "", 1) != 1) return EXIT_LAUNCHER;
  return WIFSIGNALED(ended.status) ? 128 + WTERMSIG(ended.status) : WEXITSTATUS(ended.status);
}
