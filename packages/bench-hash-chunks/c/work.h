/* What is done with the corpus: made and checked, hashed by the workers. */
#ifndef HASH_CHUNKS_WORK_H
#define HASH_CHUNKS_WORK_H

#include "job.h"

/* What the workers of a system are. */
extern const char *const worker_process, *const worker_thread, *const worker_cpu;

/* Readings before the workers, which all others are relative to, and after the last of them is gone. */
struct readings {
  uint64_t ns;
  uint64_t cycles;
};
struct readings read_clocks(void);

/* Checks the known answers of all that is used here. False, with a diagnostic, where one does not come out. */
bool trust_itself(void);

/* Fills the corpus and hashes it. False, with a diagnostic, where it is another one than the caller wants. */
bool make_corpus(const struct job *job);

/*
 * Before the timed region: touches every page that the worker will, and runs the code that it will. So neither a page
 * fault nor a first translation falls into the region.
 */
void get_ready(const struct job *job, unsigned worker);

/*
 * The timed region, between its two pairs of clock reads: hashes the worker's chunks, pass after pass, and writes its
 * slot. The first pass hashes a chunk, each later one the digest of the pass before followed by the chunk. Makes no
 * system call where the clocks make none.
 */
void hash_share(const struct job *job, unsigned worker);

#endif
