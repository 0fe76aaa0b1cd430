/* Children of the process of an intent: they die with it and leave with a code that tells what they did. */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "osb.h"

bool pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0;
}

void die_with_parent(pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(126);
}

int place_of_peer(const struct env *env) {
  return env->intent->needs & NEED_TWO_CPUS ? env->cpus[1] : env->cpus[0];
}

pid_t start_peer(struct env *env, int cpu) {
  pid_t self = getpid();
  if (env->peer_count == MOST_PEERS) return failed(env, "peers", "more than %d", MOST_PEERS), -1;
  pid_t pid = fork();
  if (pid < 0) return failed(env, "system-call", "fork: %s", strerror(errno)), -1;
  if (pid > 0) return env->peers[env->peer_count++] = pid;
  die_with_parent(self);
  if (!pin(cpu)) _exit(125);
  env->peer_count = 0;
  return 0;
}

bool end_peers(struct env *env, int code) {
  bool all = true;
  for (unsigned i = 0; i < env->peer_count; i++) {
    int status = 0;
    if (MUTATED(MUTATE_LEAVE_CHILD) && i == 0) continue;
    if (waitpid(env->peers[i], &status, 0) != env->peers[i]) all = failed(env, "peer", "waitpid: %s", strerror(errno));
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != code)
      all = failed(env, "peer", "it was to leave with %d, its status is 0x%x", code, (unsigned)status);
  }
  env->peer_count = 0;
  return all;
}
