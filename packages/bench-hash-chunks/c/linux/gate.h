/* Where all workers wait for each other before the timed region. */
#ifndef HASH_CHUNKS_GATE_H
#define HASH_CHUNKS_GATE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "../job.h"

struct gate {
  _Alignas(LINE) atomic_uint ready;
  _Alignas(LINE) atomic_int state;
};

/* A worker has arrived and waits. `gone` says whether waiting has become pointless. Whether the gate opened. */
bool gate_await(struct gate *gate, bool (*gone)(void));

unsigned gate_ready(struct gate *gate);
void gate_open(struct gate *gate);

/* Sends home whoever waits. */
void gate_abandon(struct gate *gate);

#endif
