#include "fault.h"

#include <stdatomic.h>

#include "capbench_bare.h"
#include "cpu.h"
#include "exit.h"
#include "serial.h"

/* What a stub of vectors.S and the processor pushed. */
struct frame {
  uint64_t vector;
  uint64_t error;
  uint64_t rip;
  uint64_t cs;
  uint64_t flags;
  uint64_t rsp;
  uint64_t ss;
};

static const char *const names[] = {
  "divide error", "debug", "NMI", "breakpoint", "overflow", "bound", "invalid opcode", "no FPU", "double fault",
  "coprocessor overrun", "invalid TSS", "segment not present", "stack fault", "general protection", "page fault",
  "vector 15", "FPU error", "alignment", "machine check", "SIMD error",
};

/* The first CPU that fails speaks; the others stop. */
static void claim_last_words(void) {
  static atomic_flag taken = ATOMIC_FLAG_INIT;
  if (atomic_flag_test_and_set(&taken)) cb_bare_halt();
}

_Noreturn static void say(struct cb_text *text) {
  cb_put(text, '\n');
  cb_bare_serial_write(SERIAL_CONSOLE, text->bytes, text->length);
  cb_bare_exit(CB_GUEST_EXIT_FAILED);
}

_Noreturn void cb_bare_panic(const char *why) {
  char line[256];
  struct cb_text text = { line, sizeof line, 0, false };
  claim_last_words();
  cb_put_format(&text, "capbench-bare: panic: %s", why);
  say(&text);
}

/* Called by vectors.S on the fault stack of the CPU. */
_Noreturn void cb_bare_fault(const struct frame *frame) {
  char line[256];
  struct cb_text text = { line, sizeof line, 0, false };
  uint64_t address;
  claim_last_words();
  __asm__ volatile("mov %%cr2, %0" : "=r"(address));
  const char *name = frame->vector < sizeof names / sizeof names[0] ? names[frame->vector] : "exception";
  cb_put_format(&text, "capbench-bare: fault: %s (vector %llu, error 0x%llx) on CPU %u at rip 0x%llx, rsp 0x%llx",
                name, (unsigned long long)frame->vector, (unsigned long long)frame->error, cb_bare_cpu_slot(),
                (unsigned long long)frame->rip, (unsigned long long)frame->rsp);
  if (frame->vector == 14) cb_put_format(&text, ", address 0x%llx", (unsigned long long)address);
  say(&text);
}
