/*
 * hash-chunks under Linux: makes the corpus, hashes it in workers that are processes or threads, and tells what came
 * out. docs/hash-chunks.md has the arguments and the records.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>

#include "capbench.h"
#include "../say.h"
#include "workers.h"

bool be_worker(const struct job *job, struct gate *gate, unsigned worker, bool (*gone)(void)) {
  struct slot *slot = slot_of(job, worker);
  get_ready(job, worker);
  (void)sched_getcpu();
  if (!gate_await(gate, gone)) return false;
  slot->cpu_start = sched_getcpu();
  hash_share(job, worker);
  slot->cpu_end = sched_getcpu();
  return true;
}

/* Processes share the memory with their parent; threads have it anyway. */
static void *get_memory(uint64_t size, enum scale scale) {
  int sharing = scale == PROCESS_SCALE ? MAP_SHARED : MAP_PRIVATE;
  return mmap(NULL, size, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
}

int main(int argc, char **argv) {
  struct job job;
  cpu_set_t cpus;
  job_read(&job, argc, argv);
  cb_begin(argv[1], PROGRAM, VERSION);
  if (!trust_itself()) return 1;
  uint8_t *memory = get_memory(PAGE + job_memory(&job), job.scale);
  if (memory == MAP_FAILED || sched_getaffinity(0, sizeof cpus, &cpus) != 0) {
    cb_diagnose(PROGRAM ": mmap of %llu bytes or sched_getaffinity: %s", (unsigned long long)job_memory(&job),
                strerror(errno));
    return 1;
  }
  struct gate *gate = (struct gate *)(void *)memory;
  job.memory = memory + PAGE;
  if (!make_corpus(&job)) return 1;
  bool apart = job.scale == PROCESS_SCALE;
  say_setup(&job, apart ? worker_process : worker_thread, (unsigned)CPU_COUNT(&cpus));
  struct readings base = read_clocks();
  if (!(apart ? start_processes : start_threads)(&job, gate)) return 1;
  cb_mark("timed", CB_EDGE_BEGIN);
  gate_open(gate);
  if (!(apart ? await_processes : await_threads)(&job)) return 1;
  cb_mark("timed", CB_EDGE_END);
  say_results(&job, base, read_clocks());
  return cb_end();
}
