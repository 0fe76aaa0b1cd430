#include "smp.h"

#include <stdatomic.h>

#include "apic.h"
#include "capbench_bare.h"
#include "cpu.h"
#include "fault.h"
#include "fw-cfg.h"
#include "layout.h"

#define LINE 128 /* two cache lines: adjacent-line prefetch couples pairs */
#define START_AGAIN_NS 20000000u
#define GIVE_UP_NS 20000000000u

#define PIC_MASK 0x21
#define PIC2_MASK 0xa1

struct cpu {
  _Alignas(LINE) atomic_bool wanted;
  unsigned number;
  uint8_t apic;
};

static struct {
  _Alignas(LINE) atomic_uint at_barrier;
  _Alignas(LINE) atomic_uint done;
  _Alignas(LINE) unsigned count;
  cb_cpu_work *work;
  void *argument;
} job;

static struct cpu cpus[MOST_CPUS]; /* by slot */
static unsigned slots[MOST_CPUS];  /* by number */
static unsigned cpu_count = 1;
static atomic_uint arrived = 1;

extern const char cb_bare_trampoline[], cb_bare_trampoline_end[];
void cb_bare_sleep(void);

static void wake(unsigned number) {
  apic_command(cpus[slots[number]].apic, APIC_FIXED | WAKE_VECTOR);
}

/* Only the wake vector gets through: neither the PICs nor the inputs of the APIC. */
static void open_apic(unsigned slot) {
  apic_write(APIC_TIMER, APIC_MASKED);
  apic_write(APIC_LINT0, APIC_MASKED);
  apic_write(APIC_LINT1, APIC_MASKED);
  apic_write(APIC_SPURIOUS, APIC_SOFTWARE_ENABLED | SPURIOUS_VECTOR);
  cpus[slot].apic = apic_id();
}

static void take_part(unsigned number) {
  unsigned count = job.count;
  atomic_fetch_add_explicit(&job.at_barrier, 1, memory_order_acq_rel);
  while (atomic_load_explicit(&job.at_barrier, memory_order_acquire) < count) __builtin_ia32_pause();
  job.work(number, job.argument);
  bool last = atomic_fetch_add_explicit(&job.done, 1, memory_order_acq_rel) + 1 == count;
  if (last && number != 0) wake(0);
}

void cb_run_on(unsigned count, cb_cpu_work *work, void *argument) {
  if (count == 0 || count > cpu_count) cb_bare_panic("cb_run_on: the machine does not have that many CPUs");
  job.count = count;
  job.work = work;
  job.argument = argument;
  atomic_store_explicit(&job.at_barrier, 0, memory_order_relaxed);
  atomic_store_explicit(&job.done, 0, memory_order_relaxed);
  for (unsigned number = 1; number < count; number++) {
    atomic_store_explicit(&cpus[slots[number]].wanted, true, memory_order_release);
    wake(number);
  }
  take_part(0);
  while (atomic_load_explicit(&job.done, memory_order_acquire) < count) cb_bare_sleep();
}

/* What boot.S calls on every CPU but the first. */
_Noreturn void cb_bare_join(unsigned slot) {
  struct cpu *self = &cpus[slot];
  cb_bare_cpu_setup(slot);
  open_apic(slot);
  atomic_fetch_add_explicit(&arrived, 1, memory_order_release);
  for (;;) {
    while (!atomic_exchange_explicit(&self->wanted, false, memory_order_acquire)) cb_bare_sleep();
    take_part(self->number);
  }
}

unsigned cb_cpu_count(void) {
  return cpu_count;
}

void cb_bare_smp_reset(void) {
  cpu_count = fw_cfg_cpus();
  if (cpu_count == 0 || cpu_count > MOST_CPUS) cb_bare_panic("the machine has more CPUs than this runtime can start");
  out8(PIC_MASK, 0xff);
  out8(PIC2_MASK, 0xff);
  open_apic(0);
  if (cpu_count == 1) return;
  __builtin_memcpy((void *)TRAMPOLINE, cb_bare_trampoline, (size_t)(cb_bare_trampoline_end - cb_bare_trampoline));
  apic_command(0, APIC_INIT_OTHERS);
}

/* Numbers follow the APIC ids, whoever came first. */
static void number_cpus(void) {
  for (unsigned slot = 1; slot < cpu_count; slot++) {
    unsigned at = slot;
    for (; at > 1 && cpus[slots[at - 1]].apic > cpus[slot].apic; at--) slots[at] = slots[at - 1];
    slots[at] = slot;
  }
  for (unsigned number = 0; number < cpu_count; number++) cpus[slots[number]].number = number;
}

void cb_bare_smp_start(void) {
  uint64_t begin = cb_monotonic_ns(), sent = 0;
  while (atomic_load_explicit(&arrived, memory_order_acquire) < cpu_count) {
    uint64_t now = cb_monotonic_ns();
    if (now - begin > GIVE_UP_NS) cb_bare_panic("a CPU did not start");
    if (sent == 0 || now - sent > START_AGAIN_NS) {
      apic_command(0, APIC_START_OTHERS | TRAMPOLINE / PAGE);
      sent = now;
    }
    __builtin_ia32_pause();
  }
  number_cpus();
}
