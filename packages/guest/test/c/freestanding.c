/* The header without an operating system. */
#define CB_FREESTANDING
#include "capbench.h"

void run(const char *nonce, const char *text, size_t length) {
  char json[64];
  cb_begin(nonce, "freestanding", "1.0.0");
  cb_mark("timed", CB_EDGE_BEGIN);
  cb_mark("timed", CB_EDGE_END);
  cb_json_string(json, sizeof json, text, length);
  cb_record("answer", "{\"cycles\":%llu,\"ns\":%llu,\"text\":%s}", (unsigned long long)cb_cycles(),
            (unsigned long long)cb_monotonic_ns(), json);
  cb_argument_u64("n", text, 0, 1);
  cb_end();
}
