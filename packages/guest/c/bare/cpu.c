#include "cpu.h"

#include <stdint.h>

#include "layout.h"

#define INTERRUPT_GATE 0x8e00
#define FAULT_STACK 1
#define TASK_AVAILABLE 0x8900

struct gate {
  uint16_t offset_low, selector, flags, offset_middle;
  uint32_t offset_high, unused;
};

/* Task state in long mode: only the stacks for interrupts matter. */
struct __attribute__((packed)) task {
  uint32_t unused;
  uint64_t stacks[4];
  uint64_t interrupt_stacks[7];
  uint64_t unused_too;
  uint16_t unused_still, io_map;
};

struct __attribute__((packed)) pointer {
  uint16_t limit;
  uint64_t base;
};

extern const char cb_bare_vectors[];
extern uint64_t cb_bare_gdt[];

/* What FXRSTOR reads (Intel SDM volume 3, section 11.5.11): no exceptions, round to nearest, all registers 0. */
static const struct {
  _Alignas(16) uint16_t control, status;
  uint32_t tags[5], mxcsr, rest[121];
} clean_registers = { 0x37f, 0, { 0 }, 0x1f80, { 0 } };

static struct gate gates[VECTORS];
static struct task tasks[MOST_CPUS];

void cb_bare_write_interrupt_table(void) {
  for (unsigned vector = 0; vector < VECTORS; vector++) {
    uint64_t offset = (uint64_t)cb_bare_vectors + vector * VECTOR_STUB_SIZE;
    uint16_t stack = vector < WAKE_VECTOR ? FAULT_STACK : 0;
    gates[vector] = (struct gate){ (uint16_t)offset,         CODE_SELECTOR,           INTERRUPT_GATE | stack,
                                   (uint16_t)(offset >> 16), (uint32_t)(offset >> 32), 0 };
  }
}

/* A task segment descriptor (Intel SDM volume 3, section 8.2.3), two entries of the segment table. */
static void describe_task(unsigned slot) {
  uint64_t base = (uint64_t)&tasks[slot], limit = sizeof tasks[slot] - 1;
  uint64_t *entry = &cb_bare_gdt[TASK_SELECTOR / 8 + 2 * slot];
  entry[0] = limit | (base & 0xffffff) << 16 | (uint64_t)TASK_AVAILABLE << 32 | (base >> 24 & 0xff) << 56;
  entry[1] = base >> 32;
}

void cb_bare_cpu_setup(unsigned slot) {
  struct pointer table = { sizeof gates - 1, (uint64_t)gates };
  struct pointer segments = { TASK_SELECTOR + 16 * MOST_CPUS - 1, (uint64_t)cb_bare_gdt };
  tasks[slot].interrupt_stacks[FAULT_STACK - 1] = STACKS + (uint64_t)(slot + 1) * STACK_SIZE;
  tasks[slot].io_map = sizeof tasks[slot];
  describe_task(slot);
  __asm__ volatile("lgdt %0; lidt %1" : : "m"(segments), "m"(table));
  __asm__ volatile("ltr %w0" : : "r"(TASK_SELECTOR + 16 * slot));
  __asm__ volatile("fxrstor %0" : : "m"(clean_registers));
}

unsigned cb_bare_cpu_slot(void) {
  return (unsigned)(((uint64_t)__builtin_frame_address(0) - STACKS) / STACK_SIZE);
}
