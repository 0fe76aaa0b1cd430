#define _GNU_SOURCE
#include "records.h"

#include <string.h>

#include "../../capbench.h"
#include "../report.h"
#include "../filter/make.h"
#include "../sha256.h"
#include "errno-name.h"
#include "probes.h"

static const char *const isolations[] = {
  [ISOLATION_NONE] = "none",
  [ISOLATION_SPACES] = "namespaces",
  [ISOLATION_USER_SPACE] = "user-namespace",
};

static void put_terms(struct cb_text *json, const struct terms *granted) {
  bool first = true;
  for (size_t term = 0; term < term_count(); term++) {
    if (!has_term(*granted, term)) continue;
    cb_put_format(json, "%s\"%s\"", first ? "" : ",", term_name(term));
    first = false;
  }
}

static void put_steps(struct cb_text *json, const struct steps *steps) {
  char error[24];
  for (unsigned i = 0; i < steps->count; i++)
    cb_put_format(json, "%s{\"step\":\"%s\",\"errno\":%s}", i == 0 ? "" : ",", steps->list[i].name,
                  errno_json(error, steps->list[i].error));
}

static void put_filter(struct cb_text *json, const struct filter *filter) {
  struct sha256 hash;
  char digest[65];
  sha256_start(&hash);
  sha256_add(&hash, filter->code, filter->length * sizeof *filter->code);
  sha256_finish(&hash, digest);
  cb_put_format(json, "{\"instructions\":%u,\"sha256\":\"%s\"}", (unsigned)filter->length, digest);
}

void report_authority(const struct sandbox *sandbox) {
  char body[3900];
  struct cb_text json = { body, sizeof body - 1, 0, false };
  const struct board *board = sandbox->board;
  cb_put_text(&json, "{\"terms\":[");
  put_terms(&json, &sandbox->options->granted);
  cb_put_format(&json, "],\"isolation\":\"%s\",\"steps\":[", isolations[board->isolation]);
  put_steps(&json, &board->steps);
  cb_put_text(&json, "],\"filter\":");
  if (sandbox->listener >= 0) put_filter(&json, sandbox->filter);
  else cb_put_text(&json, "null");
  cb_put(&json, '}');
  body[json.length] = 0;
  report_record("authority", "%s", body);
}

/* What came of a probe, in the words of the record. */
struct verdict {
  const char *outcome, *by;
  int error;
};

static struct verdict verdict_of(unsigned probe, const struct probe_result *result) {
  static const char *const names[] = { "none", "filter", "kernel" };
  enum refuser refuser = refuser_of(probe, result);
  const char *outcome = is_absent(result) ? "absent" : refuser == REFUSED_BY_NONE ? "allowed" : "denied";
  return (struct verdict){ outcome, names[refuser], result->error };
}

static bool is_same(const struct verdict *a, const struct verdict *b) {
  return a->error == b->error && strcmp(a->outcome, b->outcome) == 0 && strcmp(a->by, b->by) == 0;
}

/* One record for all that came to the same: on a serial line every byte takes its time. */
static void report_verdict(const struct board *board, unsigned first, bool told[MOST_PROBES]) {
  char body[3900], error[24];
  struct cb_text json = { body, sizeof body - 1, 0, false };
  struct verdict verdict = verdict_of(first, &board->probes[first]);
  cb_put_format(&json, "{\"outcome\":\"%s\",\"by\":\"%s\",\"errno\":%s,\"calls\":{", verdict.outcome, verdict.by,
                errno_json(error, verdict.error));
  for (unsigned i = first; i < probe_count(); i++) {
    const struct probe_result *result = &board->probes[i];
    struct verdict other = verdict_of(i, result);
    if (!result->tried || told[i] || !is_same(&verdict, &other)) continue;
    cb_put_format(&json, "%s\"%s\":\"%s\"", i == first ? "" : ",", probed_term(i), result->call);
    told[i] = true;
  }
  cb_put_text(&json, "}}");
  body[json.length] = 0;
  report_record("probes", "%s", body);
}

bool report_probes(const struct sandbox *sandbox) {
  const struct board *board = sandbox->board;
  bool denied = true, told[MOST_PROBES] = { false };
  for (unsigned i = 0; i < probe_count(); i++) {
    if (!board->probes[i].tried) continue;
    denied = denied && strcmp(verdict_of(i, &board->probes[i]).outcome, "allowed") != 0;
    if (!told[i]) report_verdict(board, i, told);
  }
  return denied;
}
