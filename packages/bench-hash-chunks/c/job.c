#include "job.h"

#include "capbench.h"
#include "hash/blake3.h"
#include "hash/sha256.h"

#define MOST_BYTES (UINT64_C(1) << 38) /* what the counter of the corpus can count */

_Noreturn static void refuse(const char *what, const char *came) {
  cb_diagnose(PROGRAM ": %s, not \"%s\"", what, came);
  cb_os_exit(CB_EXIT_USAGE);
}

static bool is_sha256(const char *text) {
  size_t length = 0;
  for (; text[length] != 0; length++) {
    bool digit = text[length] >= '0' && text[length] <= '9';
    if (!digit && !(text[length] >= 'a' && text[length] <= 'f')) return false;
  }
  return length == 64;
}

static void read_scale(struct job *job, const char *text) {
  if (cb_equal(text, "processes")) job->scale = PROCESS_SCALE;
  else if (cb_equal(text, "threads")) job->scale = THREAD_SCALE;
  else refuse("workers are processes or threads", text);
}

static void read_hash(struct job *job, const char *text) {
  if (cb_equal(text, "sha256")) job->digest = sha256_of;
  else if (cb_equal(text, "blake3")) job->digest = blake3_of;
  else refuse("the hash is sha256 or blake3", text);
  job->hash = text;
}

void job_read(struct job *job, int argc, char **argv) {
  if (argc != 10) {
    cb_diagnose("usage: " PROGRAM " <nonce> <processes|threads> <workers> <sha256|blake3> <corpus bytes> <chunk bytes> "
                "<passes> <seed> <SHA-256 of the corpus>");
    cb_os_exit(CB_EXIT_USAGE);
  }
  read_scale(job, argv[2]);
  job->workers = (unsigned)cb_argument_u64("workers", argv[3], 1, MOST_WORKERS);
  read_hash(job, argv[4]);
  job->corpus_bytes = cb_argument_u64("corpus bytes", argv[5], 64, MOST_BYTES);
  job->chunk_bytes = cb_argument_u64("chunk bytes", argv[6], 64, job->corpus_bytes);
  job->passes = cb_argument_u64("passes", argv[7], 1, UINT32_MAX);
  job->seed = cb_argument_u64("seed", argv[8], 0, UINT64_MAX);
  job->corpus_sha256 = argv[9];
  if (!is_sha256(argv[9])) refuse("the SHA-256 of the corpus has 64 hexadecimal digits", argv[9]);
  if (job->chunk_bytes % 64 != 0) refuse("chunk bytes are a multiple of 64", argv[6]);
  uint64_t chunks = job->corpus_bytes / job->chunk_bytes;
  if (chunks * job->chunk_bytes != job->corpus_bytes || chunks % job->workers != 0)
    refuse("corpus bytes are a multiple of chunk bytes times workers", argv[5]);
  if (chunks > MOST_CHUNKS) refuse("chunks are large enough that there are at most 1048576", argv[6]);
  job->share = chunks / job->workers;
  job->memory = NULL;
}

static uint64_t whole_pages(uint64_t bytes) {
  return (bytes + PAGE - 1) / PAGE * PAGE;
}

static uint64_t slot_bytes(const struct job *job) {
  return whole_pages(sizeof(struct slot) + job->share * (DIGEST + sizeof(uint64_t)));
}

uint64_t job_memory(const struct job *job) {
  return whole_pages(job->corpus_bytes) + job->workers * slot_bytes(job);
}

struct slot *slot_of(const struct job *job, unsigned worker) {
  return (struct slot *)(void *)(job->memory + whole_pages(job->corpus_bytes) + worker * slot_bytes(job));
}

uint64_t *cycles_of(const struct job *job, unsigned worker) {
  return (uint64_t *)(void *)(slot_of(job, worker) + 1);
}

uint8_t *digests_of(const struct job *job, unsigned worker) {
  return (uint8_t *)(cycles_of(job, worker) + job->share);
}
