/* The two modes of parallelism: how the workers are started and awaited. */
#ifndef HASH_CHUNKS_WORKERS_H
#define HASH_CHUNKS_WORKERS_H

#include "../work.h"
#include "gate.h"

/* All workers wait at the gate. False, with a diagnostic and no worker left behind, where one could not be started. */
bool start_processes(const struct job *job, struct gate *gate);
bool start_threads(const struct job *job, struct gate *gate);

/* Awaits the end of all. False, with a diagnostic, where one did not end well. */
bool await_processes(const struct job *job);
bool await_threads(const struct job *job);

/* What a worker does, from its start to its end. False where the gate did not open. */
bool be_worker(const struct job *job, struct gate *gate, unsigned worker, bool (*gone)(void));

#endif
