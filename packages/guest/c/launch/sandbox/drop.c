#define _GNU_SOURCE
#include "drop.h"

#include <grp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../capbench.h"
#include "../hygiene.h"
#include "granted.h"
#include "spaces.h"

/* linux/capability.h and linux/securebits.h, which not every C library comes with */
#define CAPABILITY_VERSION_3 0x20080522u
#define SECURE_ALL_LOCKED 0xefu /* all but KEEP_CAPS itself, each with its lock */
#define MOST_CAPABILITIES 64

struct capability_header {
  uint32_t version;
  int pid;
};
struct capability_data {
  uint32_t effective, permitted, inheritable;
};

static bool has_capabilities(void) {
  struct capability_header header = { CAPABILITY_VERSION_3, 0 };
  struct capability_data data[2] = { 0 };
  return syscall(SYS_capget, &header, data) == 0 && (data[0].permitted != 0 || data[1].permitted != 0);
}

static bool drop_bounding(void) {
  for (unsigned long number = 0; number < MOST_CAPABILITIES; number++) {
    if (prctl(PR_CAPBSET_DROP, number, 0, 0, 0) != 0) return errno == EINVAL && number > 0; /* past the last one */
  }
  return true;
}

static bool drop_capabilities(void) {
  struct capability_header header = { CAPABILITY_VERSION_3, 0 };
  const struct capability_data none[2] = { 0 };
  return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 && syscall(SYS_capset, &header, none) == 0;
}

static bool limit(int resource, rlim_t most) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return false;
  if (now.rlim_max <= most) most = now.rlim_max;
  const struct rlimit next = { most, most };
  return setrlimit(resource, &next) == 0;
}

/* A limit on the size of files would end a program whose output goes to one (SIGXFSZ). */
static bool writes_to_file(void) {
  struct stat status;
  for (int descriptor = 1; descriptor <= 2; descriptor++) {
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) return true;
  }
  return false;
}

static bool limits(const struct terms *granted) {
  bool files = is_granted(granted, "file.write") || is_granted(granted, "memory.share");
  return limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 1024) &&
         (is_granted(granted, "limits") || limit(RLIMIT_MEMLOCK, 0)) &&
         (is_granted(granted, "ipc.mq") || limit(RLIMIT_MSGQUEUE, 0)) &&
         (is_granted(granted, "sched.priority") || (limit(RLIMIT_NICE, 0) && limit(RLIMIT_RTPRIO, 0))) &&
         (files || writes_to_file() || limit(RLIMIT_FSIZE, 0));
}

static bool become_nobody(void) {
  return setgroups(0, NULL) == 0 && syscall(SYS_setresgid, NOBODY, NOBODY, NOBODY) == 0 &&
         syscall(SYS_setresuid, NOBODY, NOBODY, NOBODY) == 0;
}

/* Set_id calls take the signal away, so it is asked for twice. */
static bool die_with(pid_t keeper) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
  if (getppid() != keeper) _exit(1);
  return true;
}

bool drop_privileges(const struct options *options, const struct board *board, pid_t keeper, struct steps *steps,
                     struct failure *failure) {
  const struct terms *granted = &options->granted;
  bool spawns = is_granted(granted, "process.spawn") || is_granted(granted, "thread.spawn");
  if (!die_with(keeper)) return fail(failure, "pdeathsig");
  if (CPU_COUNT(&options->cpus) > 0 && sched_setaffinity(0, sizeof options->cpus, &options->cpus) != 0)
    return fail(failure, "affinity");
  step(steps, "limits", limits(granted));
  if (has_capabilities()) { /* without any there is nothing to bound: after the next steps no program gives one */
    step(steps, "bounding-set", drop_bounding());
    step(steps, "secure-bits", prctl(PR_SET_SECUREBITS, SECURE_ALL_LOCKED, 0, 0, 0) == 0);
  }
  if (geteuid() == 0) step(steps, "identity", become_nobody());
  step(steps, "capabilities", drop_capabilities());
  step(steps, "no-new-privileges", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  if (!spawns) step(steps, "no-processes", limit(RLIMIT_NPROC, 0));
  if (!die_with(keeper)) return fail(failure, "pdeathsig");
  /* Whom it signals as its group must be its own. Outside a process name space it stays where it is killed with all. */
  if (board->own_processes && setsid() < 0) return fail(failure, "session");
  if (!default_signals()) return fail(failure, "signals");
  return close_at_exec() || fail(failure, "close_range");
}
