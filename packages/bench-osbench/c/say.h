/* What a run says, the same on every system. The stream of records belongs to the file that includes this. */
#ifndef OSB_SAY_H
#define OSB_SAY_H

#include "osb.h"

#define MOST_ATTEMPTS 3
#define MOST_INTENTS 160
#define BATCHES_A_RECORD 40
#define PAIRS_A_RECORD 100

static const char *const outcomes[] = { "unfinished", "passed", "failed", "absent" };
static const char *const gates[] = { "cpu", "pair", "children", "none" };

static unsigned chosen(const struct intent *list[MOST_INTENTS], char **selectors) {
  unsigned count = 0;
  for (unsigned i = 0; i < catalog_size; i++) {
    bool wanted = false;
    for (char **each = selectors; *each != NULL; each++) {
      wanted |= cb_equal(*each, "full") || cb_equal(*each, catalog[i].id);
      wanted |= cb_equal(*each, "quick") && catalog[i].traits & QUICK;
    }
    if (wanted && count < MOST_INTENTS) list[count++] = &catalog[i];
  }
  return count;
}

static void shuffle(const struct intent *list[], unsigned count, u64 seed) {
  for (unsigned i = count; i > 1; i--) {
    unsigned other = (unsigned)(next_random(&seed) % i);
    const struct intent *swapped = list[i - 1];
    list[i - 1] = list[other];
    list[other] = swapped;
  }
}

static u64 seed_of(const char *nonce) {
  u64 seed = 0;
  for (; *nonce != 0; nonce++) seed = seed * 31 + (unsigned char)*nonce;
  return seed;
}

static void say_env(const struct env *env, u64 seed, unsigned cpus, unsigned count) {
  const struct clocks *clocks = &env->clocks;
  cb_record("env",
            "{\"seed\":\"%016llx\",\"tickNs\":%llu,\"resolutionNs\":%llu,\"readPs\":%llu,\"loopPs\":%llu,"
            "\"cpus\":%u,\"intents\":%u}",
            (unsigned long long)seed, (unsigned long long)clocks->tick_ns, (unsigned long long)clocks->resolution_ns,
            (unsigned long long)clocks->read_ps, (unsigned long long)clocks->loop_ps, cpus, count);
}

static void say_batches(const struct intent *intent, const struct result *result, unsigned attempt) {
  for (unsigned from = 0; from < result->count; from += BATCHES_A_RECORD) {
    char rows[3400];
    struct cb_text text = { rows, sizeof rows - 1, 0, false };
    for (unsigned i = from; i < result->count && i < from + BATCHES_A_RECORD; i++) {
      const struct batch *batch = &result->batches[i];
      cb_put_format(&text, "%s[%llu,%llu,%llu,%u,%u]", i == from ? "" : ",", (unsigned long long)batch->wall_ns,
                    (unsigned long long)batch->cpu_ns, (unsigned long long)batch->canary_ns, batch->switches,
                    batch->faults);
    }
    rows[text.length] = 0;
    cb_record("batches", "{\"id\":\"%s\",\"attempt\":%u,\"from\":%u,\"rows\":[%s]}", intent->id, attempt, from, rows);
  }
}

static void say_histogram(const struct intent *intent, const struct result *result, unsigned attempt) {
  for (unsigned next = 0; next < BUCKETS;) {
    char pairs[3400];
    struct cb_text text = { pairs, sizeof pairs - 1, 0, false };
    unsigned count = 0;
    for (; next < BUCKETS && count < PAIRS_A_RECORD; next++) {
      if (result->histogram[next] == 0) continue;
      cb_put_format(&text, "%s[%u,%u]", count == 0 ? "" : ",", next, result->histogram[next]);
      count++;
    }
    pairs[text.length] = 0;
    if (count > 0) cb_record("histogram", "{\"id\":\"%s\",\"attempt\":%u,\"pairs\":[%s]}", intent->id, attempt, pairs);
  }
}

static void say(const struct intent *intent, const struct result *result, unsigned attempt) {
  char detail[400];
  cb_json_string(detail, sizeof detail, result->detail, cb_length(result->detail));
  cb_record("intent",
            "{\"id\":\"%s\",\"attempt\":%u,\"outcome\":\"%s\",\"mechanism\":\"%s\",\"gate\":\"%s\",\"check\":\"%s\","
            "\"detail\":%s,\"operations\":%llu,\"steps\":%llu,\"bytes\":%llu,\"perFault\":%s,\"batches\":%u,"
            "\"timedEach\":%llu,\"longestNs\":%llu,\"wallNs\":%llu}",
            intent->id, attempt, outcomes[result->outcome], intent->mechanism, gates[intent->gate], result->check,
            detail, (unsigned long long)result->ops, (unsigned long long)(intent->steps == 0 ? 1 : intent->steps),
            (unsigned long long)intent->bytes, intent->traits & PER_FAULT ? "true" : "false", result->count,
            (unsigned long long)result->op_count, (unsigned long long)result->op_max_ns,
            (unsigned long long)result->wall_ns);
  say_batches(intent, result, attempt);
  say_histogram(intent, result, attempt);
}

static void say_done(const struct env *env, int left) {
  cb_record("done", "{\"canaryNs\":%llu,\"filesLeft\":%d}", (unsigned long long)*env->canary_best, left);
}

#endif
