/* What a machine without an operating system does for the intents, under the same ids. */
#include "intents.h"

#define ALL(name) name##_open, name##_body, name##_close
#define MIB 1048576u
#define USER "user_compute in ring 0"
#define RING(id, traits, stacks) \
  { id, "coroutine_switch", GATE_NONE, traits, 0, stacks, 0, 0, stacks_open, stacks_body, NULL, 0 }

const struct intent catalog[] = {
  { "signal.prot", "ud2+handler+iret", GATE_NONE, 0, 0, 0, 0, 0, ALL(exception), 0 },
  { "vm.fault_anon", "page fault+page table+invlpg+iret", GATE_NONE, QUICK, 0, 0, 0, 0, ALL(fault_map), 0 },
  { "vm.map_unmap", "page table+invlpg", GATE_NONE, 0, 0, 0, 0, 0, ALL(pte), 0 },
  { "vm.protect", "page table+invlpg", GATE_NONE, 0, 0, 0, 0, 0, ALL(pte), 0 },
  { "timer.sleep1ms", "local APIC timer+hlt", GATE_NONE, 0, 0, 0, 0, 0, ALL(timer), 0 },
  { "pipe.rtt.diff_cpu", "interrupt between CPUs+hlt", GATE_NONE, EACH, NEED_TWO_CPUS, 1, 0, 0, NULL, turns_body, NULL,
    0 },
  { "futex.rtt.diff_cpu", "cache line", GATE_NONE, EACH, NEED_TWO_CPUS, 0, 0, 0, NULL, turns_body, NULL, 0 },
  RING("ctx.ring2.same_cpu", QUICK, 2),
  RING("ctx.ring8.same_cpu", QUICK, 8),
  RING("ctx.ring16.same_cpu", 0, 16),
  RING("ctx.ring32.same_cpu", 0, 32),
  { "mem.read256k", USER, GATE_NONE, 0, 0, 256, 0, MIB / 4, ALL(memory_read), 0 },
  { "mem.read4m", USER, GATE_NONE, QUICK, 0, 4096, 0, 4 * MIB, ALL(memory_read), 0 },
  { "mem.read16m", USER, GATE_NONE, 0, 0, 16384, 0, 16 * MIB, ALL(memory_read), 0 },
  { "mem.copy256k", USER, GATE_NONE, 0, 0, 256, 0, MIB / 4, ALL(memory_copy), 0 },
  { "mem.copy4m", USER, GATE_NONE, QUICK, 0, 4096, 0, 4 * MIB, ALL(memory_copy), 0 },
  { "mem.copy16m", USER, GATE_NONE, 0, 0, 16384, 0, 16 * MIB, ALL(memory_copy), 0 },
  { "mem.set4m", USER, GATE_NONE, 0, 0, 4096, 0, 4 * MIB, ALL(memory_set), 0 },
  { "mem.latency32k", USER, GATE_NONE, 0, 0, 32, 0, 0, ALL(memory_chase), 1000 },
  { "mem.latency1m", USER, GATE_NONE, 0, 0, 1024, 0, 0, ALL(memory_chase), 1000 },
  { "mem.latency16m", USER, GATE_NONE, 0, 0, 16384, 0, 0, ALL(memory_chase), 1000 },
  { "cpu.integer", USER, GATE_NONE, 0, 0, 0, 0, 0, NULL, compute_integer_body, NULL, 0 },
  { "cpu.float", USER, GATE_NONE, 0, 0, 0, 0, 0, NULL, compute_float_body, NULL, 0 },
};
const unsigned catalog_size = sizeof catalog / sizeof catalog[0];
