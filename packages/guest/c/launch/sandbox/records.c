#define _GNU_SOURCE
#include "records.h"

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

bool report_probes(const struct sandbox *sandbox) {
  static const char *const names[] = { "none", "filter", "kernel" };
  bool denied = true;
  char error[24];
  for (unsigned i = 0; i < probe_count(); i++) {
    const struct probe_result *result = &sandbox->board->probes[i];
    if (!result->tried) continue;
    enum refuser refuser = refuser_of(i, result);
    bool absent = is_absent(result), allowed = !absent && refuser == REFUSED_BY_NONE;
    const char *outcome = absent ? "absent" : allowed ? "allowed" : "denied";
    report_record("probe",
                  "{\"term\":\"%s\",\"call\":\"%s\",\"errno\":%s,\"outcome\":\"%s\",\"by\":\"%s\"}",
                  probed_term(i), result->call, errno_json(error, result->error), outcome, names[refuser]);
    denied = denied && !allowed;
  }
  return denied;
}
