#include "work.h"

#include <string.h>

#include "capbench.h"
#include "corpus/corpus.h"
#include "hash/self-test.h"
#include "hash/sha256.h"

const char *const worker_process = "process", *const worker_thread = "thread", *const worker_cpu = "cpu";

struct readings read_clocks(void) {
  return (struct readings){ cb_monotonic_ns(), cb_cycles() };
}

bool trust_itself(void) {
  const char *wrong = self_test();
  if (wrong == NULL) return true;
  cb_diagnose(PROGRAM ": %s gives a wrong answer: this program was not built or does not run as it should", wrong);
  return false;
}

static void to_hex(char *text, const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) {
    text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
    text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
  }
  text[2 * size] = 0;
}

bool make_corpus(const struct job *job) {
  uint8_t digest[DIGEST];
  char text[2 * DIGEST + 1];
  corpus_fill(job->memory, job->corpus_bytes, job->seed);
  sha256_of(NULL, 0, job->memory, job->corpus_bytes, digest);
  to_hex(text, digest, DIGEST);
  if (cb_equal(text, job->corpus_sha256)) return true;
  cb_diagnose(PROGRAM ": the corpus has the SHA-256 %s, wanted is %s", text, job->corpus_sha256);
  return false;
}

void get_ready(const struct job *job, unsigned worker) {
  struct slot *slot = slot_of(job, worker);
  const uint8_t *corpus = job->memory + worker * job->share * job->chunk_bytes;
  uint8_t digest[DIGEST] = { 0 };
  volatile uint8_t sum = 0;
  for (uint64_t at = 0; at < job->share * job->chunk_bytes; at += PAGE) sum ^= corpus[at];
  memset(slot, 0, sizeof *slot);
  memset(digests_of(job, worker), 0, job->share * DIGEST);
  memset(cycles_of(job, worker), 0, job->share * sizeof(uint64_t));
  job->digest(digest, DIGEST, corpus, job->chunk_bytes < PAGE ? job->chunk_bytes : PAGE, digest);
  slot->start_ns = cb_monotonic_ns();
  slot->start_cycles = cb_cycles();
}

void hash_share(const struct job *job, unsigned worker) {
  struct slot *slot = slot_of(job, worker);
  const uint8_t *corpus = job->memory + worker * job->share * job->chunk_bytes;
  uint8_t *digests = digests_of(job, worker);
  uint64_t *cycles = cycles_of(job, worker);
  uint64_t hashed = 0;
  slot->start_ns = cb_monotonic_ns();
  slot->start_cycles = cb_cycles();
  for (uint64_t pass = 0; pass < job->passes; pass++) {
    for (uint64_t i = 0; i < job->share; i++) {
      uint64_t before = cb_cycles();
      uint8_t *digest = digests + DIGEST * i;
      job->digest(digest, pass == 0 ? 0 : DIGEST, corpus + job->chunk_bytes * i, job->chunk_bytes, digest);
      cycles[i] = cb_cycles() - before;
      hashed++;
    }
  }
  slot->end_cycles = cb_cycles();
  slot->end_ns = cb_monotonic_ns();
  slot->hashed = hashed;
}
