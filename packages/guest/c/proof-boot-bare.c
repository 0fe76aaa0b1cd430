/*
 * proof-boot without an operating system: the last CPU is the child. It runs work of its own, leaves its bytes in
 * memory and comes back with a code of its own, and every CPU is counted by what it did itself.
 */
#include <stdatomic.h>

#include "capbench_bare.h"

#define ECHO "boot, spawn, exit"
#define CHILD_EXIT 7

static struct {
  char echo[64];
  int exit;
  atomic_uint cpus;
  bool spawned;
} proof = { .exit = -1 };

static void prove(unsigned cpu, void *argument) {
  (void)argument;
  atomic_fetch_add(&proof.cpus, 1);
  if (cpu + 1 != cb_cpu_count()) return;
  for (size_t i = 0; i < sizeof ECHO; i++) proof.echo[i] = ECHO[i];
  proof.exit = CHILD_EXIT;
  proof.spawned = true;
}

int main(int argc, char **argv) {
  char json[128];
  cb_begin(argc > 1 ? argv[1] : "", "proof-boot", "1.0.0");
  cb_run_on(cb_cpu_count(), prove, NULL);
  cb_json_string(json, sizeof json, proof.echo, cb_length(proof.echo));
  cb_record("proof", "{\"cpus\":%u,\"spawned\":%s,\"childExit\":%d,\"echo\":%s}", atomic_load(&proof.cpus),
            proof.spawned ? "true" : "false", proof.exit, json);
  return cb_end();
}
