#include "gate.h"

#include <sched.h>

#define SPINS_BEFORE_YIELD 20000 /* past this, fewer CPUs than workers is the likely case */

enum { CLOSED, OPEN, ABANDONED };

static inline void pause_cpu(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

bool gate_await(struct gate *gate, bool (*gone)(void)) {
  atomic_fetch_add_explicit(&gate->ready, 1, memory_order_release);
  for (unsigned spins = 0;; spins++) {
    int state = atomic_load_explicit(&gate->state, memory_order_acquire);
    if (state != CLOSED) return state == OPEN;
    if (spins < SPINS_BEFORE_YIELD) pause_cpu();
    else if (gone() || sched_yield() != 0) return false;
  }
}

unsigned gate_ready(struct gate *gate) {
  return atomic_load_explicit(&gate->ready, memory_order_acquire);
}

void gate_open(struct gate *gate) {
  atomic_store_explicit(&gate->state, OPEN, memory_order_release);
}

void gate_abandon(struct gate *gate) {
  atomic_store_explicit(&gate->state, ABANDONED, memory_order_release);
}
