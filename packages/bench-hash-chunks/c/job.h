/* What a run of hash-chunks is asked for, and where its memory lies; the same on every system. */
#ifndef HASH_CHUNKS_JOB_H
#define HASH_CHUNKS_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROGRAM "hash-chunks"
#define VERSION "1.0.0"
#define MOST_WORKERS 1024
#define MOST_CHUNKS 1048576
#define PAGE 4096
#define LINE 128 /* two cache lines: adjacent-line prefetch couples pairs */

/* Which of the two formats the records have. */
enum scale { PROCESS_SCALE, THREAD_SCALE };

/* The digest of a prefix followed by bytes. */
typedef void digest_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size,
                       uint8_t digest[32]);

struct job {
  enum scale scale;
  unsigned workers;
  const char *hash; /* its name */
  digest_of *digest;
  uint64_t corpus_bytes;
  uint64_t chunk_bytes;
  uint64_t passes;
  uint64_t seed;
  const char *corpus_sha256; /* 64 hexadecimal digits: what the corpus must come out as */
  uint64_t share; /* chunks of one worker */
  uint8_t *memory;
};

/* What one worker leaves behind. Its digests and the cycles of each of its chunks follow behind it. */
struct slot {
  _Alignas(LINE) uint64_t start_ns;
  uint64_t end_ns;
  uint64_t start_cycles;
  uint64_t end_cycles;
  uint64_t hashed; /* chunks, over all passes */
  int cpu_start;
  int cpu_end;
};

/*
 * Reads the arguments behind the nonce: processes|threads, workers, sha256|blake3, corpus bytes, chunk bytes, passes,
 * seed, SHA-256 of the corpus. Wrong ones end the program with CB_EXIT_USAGE.
 */
void job_read(struct job *job, int argc, char **argv);

/* Bytes of memory that a job needs: the corpus, then one slot after the other, each on pages of its own. */
uint64_t job_memory(const struct job *job);

struct slot *slot_of(const struct job *job, unsigned worker);
uint8_t *digests_of(const struct job *job, unsigned worker);
uint64_t *cycles_of(const struct job *job, unsigned worker);

#endif
