/*
 * osbench <nonce> <ms an intent> <ms of single operations> <withheld needs, or -> <quick | full | id> ...
 *
 * Measures primitives of the operating system, each in a process of its own, in an order that the nonce decides, and
 * says every batch that it timed. Those that came out too noisy are measured again at the end, at most twice.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <termios.h>

#include "say.h"

#ifdef OSB_MUTATIONS
enum mutation mutation;
#endif

static unsigned read_withheld(const char *text) {
  unsigned withheld = 0;
  for (unsigned bit = 0; bit < NEEDS; bit++) {
    const char *name = need_name(bit), *at = strstr(text, name);
    size_t length = strlen(name);
    for (; at != NULL; at = strstr(at + 1, name)) {
      if ((at == text || at[-1] == ',') && (at[length] == 0 || at[length] == ',')) withheld |= 1u << bit;
    }
  }
  return withheld;
}

/* What a serial line still has to send would cost the next intent. Of anything else than a line nothing is asked. */
static void wait_for_line(void) {
  struct stat status;
  if (fstat(1, &status) == 0 && S_ISCHR(status.st_mode)) (void)tcdrain(1);
}

static void take(struct env *env, unsigned found, unsigned withheld, unsigned attempt) {
  const struct intent *intent = env->intent;
  struct result *result = env->result;
  memset(result, 0, sizeof *result);
  /* The first cause counts: what nobody may ask for is not called lacking. */
  for (unsigned bit = 0; bit < NEEDS; bit++)
    if (intent->needs & withheld & 1u << bit) absent(env, need_name(bit), "withheld");
  for (unsigned bit = 0; bit < NEEDS; bit++)
    if (intent->needs & ~found & 1u << bit) absent(env, need_name(bit), "the probe did not find it");
  if (result->outcome == UNFINISHED) guarded(env);
  say(intent, result, attempt);
  wait_for_line();
}

static void find_cpus(int cpus[2]) {
  cpu_set_t set;
  unsigned found = 0;
  cpus[0] = cpus[1] = -1;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return;
  for (int cpu = 0; cpu < CPU_SETSIZE && found < 2; cpu++) {
    if (CPU_ISSET(cpu, &set)) cpus[found++] = cpu;
  }
}

static void measure_all(struct env *env, const struct intent *list[], unsigned count, unsigned withheld) {
  struct answer answers[NEEDS];
  unsigned found = probe_target(answers, env->scratch, env->cpus, withheld);
  for (unsigned bit = 0; bit < NEEDS; bit++) {
    const int error = answers[bit].error;
    if (withheld & 1u << bit) continue; /* nobody asked */
    cb_record("probe", "{\"subsystem\":\"%s\",\"tried\":\"%s\",\"came\":\"%s\",\"there\":%s}", need_name(bit),
              answers[bit].tried, error == 0 ? "it works" : strerror(error), error == 0 ? "true" : "false");
  }
  struct result *results = env->result;
  unsigned attempts[MOST_INTENTS] = { 0 };
  for (bool first = true, again = true; again; first = false) {
    again = false;
    for (unsigned i = 0; i < count; i++) {
      env->intent = list[i];
      env->result = &results[i];
      /* By the best canary of the whole run: what looked clean early may not be. */
      bool noisy = env->result->outcome == PASSED && count_clean(env) < LEAST_CLEAN;
      if (!first && (!noisy || attempts[i] == MOST_ATTEMPTS)) continue;
      take(env, found, withheld, ++attempts[i]);
      again = true;
    }
  }
}

static int run(char **argv) {
  const struct intent *list[MOST_INTENTS];
  sigset_t child;
  struct env env = { 0 };
  env.budget_ns = cb_argument_u64("ms an intent", argv[2], 1, 100000) * 1000000;
  env.op_budget_ns = cb_argument_u64("ms of single operations", argv[3], 0, 100000) * 1000000;
  unsigned withheld = read_withheld(argv[4]), count = chosen(list, argv + 5);
  u64 seed = seed_of(argv[1]);
  if (count == 0) {
    cb_diagnose("osbench: nothing is called that; quick, full or an intent was wanted");
    return CB_EXIT_USAGE;
  }
  shuffle(list, count, seed);
  cb_begin(argv[1], "osbench", "1.0.0");
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, NULL);
  char *shared =
    mmap(NULL, 64 + count * sizeof(struct result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
    cb_diagnose("osbench: mmap or prctl: %s", strerror(errno));
    return 1;
  }
  env.canary_best = (u64 *)shared;
  env.result = (struct result *)(shared + 64);
  *env.canary_best = UINT64_MAX;
  env.random = seed;
  env.scratch = withheld & NEED_FILE ? NULL : open_scratch();
  find_cpus(env.cpus);
  probe_clocks(&env.clocks);
  find_canary(&env);
  say_env(&env, seed, env.cpus[1] < 0 ? 1 : 2, count);
  cb_mark("timed", CB_EDGE_BEGIN);
  measure_all(&env, list, count, withheld);
  cb_mark("timed", CB_EDGE_END);
  int left = env.scratch == NULL ? 0 : count_scratch(env.scratch);
  if (env.scratch != NULL) close_scratch(env.scratch);
  if (env.scratch != NULL && count_scratch(env.scratch) >= 0) left++; /* the directory itself */
  say_done(&env, left);
  return cb_end();
}

int main(int argc, char **argv) {
  /* What process intents start is this program again. */
  if (argc == 3 && strcmp(argv[1], "exit") == 0) _exit(atoi(argv[2]));
  if (argc == 4 && strcmp(argv[1], "say") == 0) {
    (void)!write(3, argv[3], strlen(argv[3]));
    _exit(atoi(argv[2]));
  }
#ifdef OSB_MUTATIONS
  if (argc > 5 && strncmp(argv[5], "mutate=", 7) == 0) {
    mutation = (enum mutation)atoi(argv[5] + 7);
    argv[5] = argv[4], argv[4] = argv[3], argv[3] = argv[2], argv[2] = argv[1], argv++, argc--;
  }
#endif
  if (argc < 6) {
    cb_diagnose("usage: osbench <nonce> <ms an intent> <ms of single operations> <withheld, or -> <quick|full|id> ...");
    return CB_EXIT_USAGE;
  }
  return run(argv);
}
