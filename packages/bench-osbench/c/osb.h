/* What the parts of osbench share: an intent, what measuring it leaves behind, how an intent says that it failed. */
#ifndef OSB_H
#define OSB_H

#ifdef CB_FREESTANDING
#include "capbench_bare.h"
typedef int pid_t;
#else
#include <sched.h>
#include <string.h>
#include <sys/types.h>

#include "capbench.h"
#endif
#include "canary.h"

typedef uint64_t u64;

#define MOST_BATCHES 200
#define LEAST_BATCHES 15
#define LEAST_CLEAN 7
#define BATCH_NS 2000000u
#define MOST_PEERS 40
#define MOST_DESCRIPTORS 1100
#define BUCKETS 1024 /* log2 with 16 sub-buckets: 6 % apart */

/* What the CPU time of a batch is held against. The canary is held against every batch. */
enum gate {
  GATE_CPU,      /* one thread that never sleeps: no involuntary switch, wall <= 1.02 cpu + 20 us */
  GATE_PAIR,     /* processes that take turns on one CPU: wall <= 1.05 cpu of all + 30 us */
  GATE_CHILDREN, /* the same with children that come and go: 1.10 and 100 us, since ends of processes count late */
  GATE_NONE,     /* idle time is part of what is measured */
};

/* What an intent needs of its target; also what may be withheld from it. */
enum need {
  NEED_PROCESS = 1 << 0,
  NEED_EXEC = 1 << 1,
  NEED_FILE = 1 << 2,
  NEED_NET = 1 << 3,
  NEED_SIGNAL = 1 << 4,
  NEED_PIPE = 1 << 5,
  NEED_SOCKETPAIR = 1 << 6,
  NEED_FUTEX = 1 << 7,
  NEED_THREAD = 1 << 8,
  NEED_URING = 1 << 9,
  NEED_MEMORY_FILE = 1 << 10,
  NEED_SHELL = 1 << 11,
  NEED_SYSV = 1 << 12,
  NEED_TWO_CPUS = 1 << 13,
  NEED_EVENT = 1 << 14,
};
#define NEEDS 15

enum trait {
  QUICK = 1 << 0,         /* part of the quick set */
  EACH = 1 << 1,          /* one operation may be timed by itself */
  DISCARD_FIRST = 1 << 2, /* the first kept batch still warms up */
  PER_FAULT = 1 << 3,     /* an operation is a page touched; the figure is for a minor fault */
};

enum outcome { UNFINISHED, PASSED, FAILED, ABSENT };

struct batch {
  u64 wall_ns, cpu_ns, canary_ns;
  uint32_t switches, faults;
};

/* In memory that the intent's process shares with the one that reports. */
struct result {
  enum outcome outcome;
  char check[32], detail[160];
  u64 ops; /* of one batch */
  u64 wall_ns;
  uint32_t count, clean;
  struct batch batches[MOST_BATCHES];
  u64 op_count, op_max_ns;
  uint32_t histogram[BUCKETS];
};

struct clocks {
  u64 tick_ns, resolution_ns, read_ps, loop_ps;
};

/* What the process of one intent has. */
struct env {
  const struct intent *intent;
  struct result *result;
  struct clocks clocks;
  u64 *canary_best; /* shared by all intents of the run */
  u64 budget_ns;
  u64 op_budget_ns; /* of the pass that times operations one by one; 0: none */
  u64 random;
  int cpus[2]; /* [1] is -1 on a machine with one */
  const char *scratch;
  pid_t peers[MOST_PEERS];
  unsigned peer_count;
};

struct intent {
  const char *id;
  const char *mechanism;
  enum gate gate;
  unsigned traits, needs;
  unsigned amount; /* descriptors, processes, KiB: what the id says */
  unsigned detail; /* KiB of payload of a ring */
  u64 bytes;       /* moved by one operation; 0: it is a latency */
  bool (*open)(struct env *env);
  bool (*body)(struct env *env, u64 operations);
  bool (*close)(struct env *env);
  u64 steps; /* an operation counts for so many; 0 is 1 */
};

extern const struct intent catalog[];
extern const unsigned catalog_size;

/* Ends an intent: which check did not hold, and what came. Always false. */
__attribute__((format(printf, 3, 4))) bool failed(struct env *env, const char *check, const char *format, ...);
/* The target does not offer this. Always false. */
__attribute__((format(printf, 3, 4))) bool absent(struct env *env, const char *subsystem, const char *format, ...);
#define HOLD(env, condition, check, ...) \
  do { \
    if (!(condition)) return failed(env, check, __VA_ARGS__); \
  } while (0)
#define CALL(env, result, call) HOLD(env, (result) >= 0, "system-call", "%s: %s", call, strerror(errno))

/* Faults that tests put in; not in a program that is shipped. */
enum mutation {
  MUTATE_NOTHING,
  MUTATE_DELETE_TARGET,
  MUTATE_DROP_BYTE,
  MUTATE_SKIP_SIGNAL,
  MUTATE_LEAK_DESCRIPTOR,
  MUTATE_LEAVE_CHILD,
  MUTATE_WRONG_ECHO,
  MUTATE_LEAVE_FILE,
  MUTATE_HANG,
  MUTATE_WRONG_EXIT,
  MUTATE_FLIP_BIT,
  MUTATE_SKIP_WORK,
  MUTATE_CRASH,
};
#ifdef OSB_MUTATIONS
extern enum mutation mutation;
#define MUTATED(which) __builtin_expect(mutation == (which), 0)
#else
#define MUTATED(which) 0
#endif

/* peer.c: a child that dies with this process, on a CPU of `env->cpus`; 0 in the child. -1: failed was said. */
pid_t start_peer(struct env *env, int cpu);
/* Waits for all peers; each must have left with `code`. */
bool end_peers(struct env *env, int code);
int place_of_peer(const struct env *env);
bool pin(int cpu);
void die_with_parent(pid_t parent);

/* What the system says that this process, and as the gate of its intent wants it its peers or children, have used. */
struct usage {
  u64 cpu_ns;
  uint32_t switches, faults;
};
/* usage.c, and its like on other systems */
void read_usage(const struct env *env, struct usage *usage);
u64 clock_resolution_ns(void);
/* Zeroed memory of the intent; NULL, and failed or absent was said, where there is not so much. */
void *take_memory(struct env *env, u64 size);
bool give_memory(struct env *env, void *memory, u64 size);

/* measure.c */
void measure(struct env *env);
/* Looks for the best canary before anything is measured. */
void find_canary(struct env *env);
/* Batches of `env->result` that are clean by the best canary until now. */
unsigned count_clean(const struct env *env);
u64 next_random(u64 *state);

/* clock-probe.c */
void probe_clocks(struct clocks *clocks);

/* probe.c: what of enum need this target offers, as bits; the answers tell what was tried and which error came. */
struct answer {
  const char *tried;
  int error;
};
unsigned probe_target(struct answer answers[NEEDS], const char *scratch, const int cpus[2], unsigned withheld);
const char *need_name(unsigned bit);

/* scratch.c: a directory of this run's own, or NULL; files in it are gone when it is closed. */
const char *open_scratch(void);
/* How many entries are in it, . and .. not counted. */
int count_scratch(const char *scratch);
void close_scratch(const char *scratch);
void scratch_path(char out[128], const char *scratch, const char *name);
/* Copies this program there, executable. */
bool copy_self(const char *path);

/* guard.c: measures one intent in a process of its own and looks what it left. */
void guarded(struct env *env);

#endif
