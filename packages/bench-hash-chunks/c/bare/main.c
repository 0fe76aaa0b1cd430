/*
 * hash-chunks without an operating system: the same arguments, compute and records; a worker is a CPU. All CPUs have
 * one memory, and nothing keeps them apart, so here the two formats differ in nothing but their name.
 */
#include "capbench_bare.h"
#include "../say.h"

static void ready(unsigned cpu, void *argument) {
  get_ready(argument, cpu);
}

static void work(unsigned cpu, void *argument) {
  struct slot *slot = slot_of(argument, cpu);
  slot->cpu_start = slot->cpu_end = (int)cpu;
  hash_share(argument, cpu);
}

int main(int argc, char **argv) {
  static struct job job;
  uint64_t size;
  job_read(&job, argc, argv);
  if (job.workers > cb_cpu_count()) {
    cb_diagnose(PROGRAM ": %u workers were asked for, the machine has %u CPUs", job.workers, cb_cpu_count());
    return CB_EXIT_USAGE;
  }
  job.memory = cb_free_memory(&size);
  if (job_memory(&job) > size) {
    cb_diagnose(PROGRAM ": %llu bytes of memory are needed, the machine has %llu to give",
                (unsigned long long)job_memory(&job), (unsigned long long)size);
    return CB_EXIT_USAGE;
  }
  cb_begin(argv[1], PROGRAM, VERSION);
  cb_diagnose(PROGRAM ": %llu cycles a second, measured to %llu parts per million", (unsigned long long)cb_tsc_hz(),
              (unsigned long long)cb_tsc_error_ppm());
  if (!trust_itself() || !make_corpus(&job)) return 1;
  say_setup(&job, worker_cpu, cb_cpu_count());
  struct readings base = read_clocks();
  cb_run_on(job.workers, ready, &job);
  cb_mark("timed", CB_EDGE_BEGIN);
  cb_run_on(job.workers, work, &job);
  cb_mark("timed", CB_EDGE_END);
  say_results(&job, base, read_clocks());
  return cb_end();
}
