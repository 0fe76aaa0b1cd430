/*
 * The records: one of the setup, one of each worker, prefixes of all digests, cycles of all chunks, the root. A header,
 * because a stream of records belongs to one file.
 */
#ifndef HASH_CHUNKS_SAY_H
#define HASH_CHUNKS_SAY_H

#include "capbench.h"
#include "hash/merkle.h"
#include "work.h"

#ifndef HASH_CHUNKS_VARIANT
#error "HASH_CHUNKS_VARIANT names the implementation of the hashes; src/program.ts has it among the flags"
#endif

#define PREFIX 4               /* bytes of a digest that name a chunk that went wrong */
#define DIGESTS_A_RECORD 256
#define CYCLES_A_RECORD 128
#define DIGITS 20 /* of the largest number, or its sign and digits */

static void say_setup(const struct job *job, const char *kind, unsigned cpus) {
  cb_record("setup",
            "{\"format\":\"%s\",\"workers\":%u,\"kind\":\"%s\",\"cpus\":%u,\"hash\":\"%s\",\"variant\":\"%s\","
            "\"corpusBytes\":%llu,\"chunkBytes\":%llu,\"passes\":%llu,\"seed\":%llu,\"corpusSha256\":\"%s\"}",
            job->scale == PROCESS_SCALE ? "capbench-processscale-v1" : "capbench-threadscale-v1", job->workers, kind,
            cpus, job->hash, HASH_CHUNKS_VARIANT, (unsigned long long)job->corpus_bytes,
            (unsigned long long)job->chunk_bytes, (unsigned long long)job->passes, (unsigned long long)job->seed,
            job->corpus_sha256);
}

static void put_hex(struct cb_text *text, const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) cb_put_number(text, bytes[i], 16, 2);
}

static const char *hex_of(const uint8_t digest[32], char text[65]) {
  struct cb_text out = { text, 64, 0, false };
  put_hex(&out, digest, 32);
  text[64] = 0;
  return text;
}

/* The root over the chunks of some workers that stand side by side. */
static const char *root_over(const struct job *job, unsigned first, unsigned last, char text[65]) {
  struct merkle tree;
  uint8_t root[32];
  merkle_start(&tree);
  for (unsigned worker = first; worker <= last; worker++) {
    const uint8_t *digests = digests_of(job, worker);
    for (uint64_t i = 0; i < job->share; i++) merkle_add(&tree, digests + 32 * i, 32);
  }
  merkle_root(&tree, root);
  return hex_of(root, text);
}

static void say_worker(const struct job *job, unsigned worker, struct readings base) {
  const struct slot *slot = slot_of(job, worker);
  char root[65];
  cb_record("worker",
            "{\"index\":%u,\"from\":%llu,\"to\":%llu,\"hashed\":%llu,\"root\":\"%s\",\"startNs\":%lld,\"endNs\":%lld,"
            "\"startCycles\":%lld,\"endCycles\":%lld,\"cpuStart\":%d,\"cpuEnd\":%d}",
            worker, (unsigned long long)(worker * job->share), (unsigned long long)((worker + 1) * job->share - 1),
            (unsigned long long)slot->hashed, root_over(job, worker, worker, root),
            (long long)(slot->start_ns - base.ns), (long long)(slot->end_ns - base.ns),
            (long long)(slot->start_cycles - base.cycles), (long long)(slot->end_cycles - base.cycles),
            slot->cpu_start, slot->cpu_end);
}

static void say_digests(const struct job *job, unsigned worker) {
  char text[DIGESTS_A_RECORD * PREFIX * 2 + 1];
  const uint8_t *digests = digests_of(job, worker);
  for (uint64_t from = 0; from < job->share; from += DIGESTS_A_RECORD) {
    struct cb_text out = { text, sizeof text - 1, 0, false };
    for (uint64_t i = from; i < job->share && i < from + DIGESTS_A_RECORD; i++) put_hex(&out, digests + 32 * i, PREFIX);
    text[out.length] = 0;
    cb_record("digests", "{\"worker\":%u,\"from\":%llu,\"prefixes\":\"%s\"}", worker,
              (unsigned long long)(worker * job->share + from), text);
  }
}

static void say_cycles(const struct job *job, unsigned worker) {
  char text[CYCLES_A_RECORD * (DIGITS + 1) + 1];
  const uint64_t *cycles = cycles_of(job, worker);
  for (uint64_t from = 0; from < job->share; from += CYCLES_A_RECORD) {
    struct cb_text out = { text, sizeof text - 1, 0, false };
    for (uint64_t i = from; i < job->share && i < from + CYCLES_A_RECORD; i++)
      cb_put_format(&out, "%s%lld", i == from ? "" : ",", (long long)cycles[i]);
    text[out.length] = 0;
    cb_record("cycles", "{\"worker\":%u,\"from\":%llu,\"cycles\":[%s]}", worker,
              (unsigned long long)(worker * job->share + from), text);
  }
}

static void say_results(const struct job *job, struct readings base, struct readings end) {
  char root[65];
  for (unsigned worker = 0; worker < job->workers; worker++) say_worker(job, worker, base);
  for (unsigned worker = 0; worker < job->workers; worker++) {
    say_digests(job, worker);
    say_cycles(job, worker);
  }
  cb_record("whole", "{\"root\":\"%s\",\"ns\":%lld,\"cycles\":%lld}", root_over(job, 0, job->workers - 1, root),
            (long long)(end.ns - base.ns), (long long)(end.cycles - base.cycles));
}

#endif
