/* Exceptions and page tables: an opcode that does not exist, a page that is not mapped, an entry that is rewritten. */
#include "intents.h"

#define UNDEFINED_VECTOR 6
#define PAGE_FAULT_VECTOR 14
#define PAGE 4096u
#define PAGES 512u
#define ADDRESS 0x000ffffffffff000u
#define PRESENT_WRITABLE 3u
#define LARGE 0x80u

struct interrupt_gate {
  uint16_t offset_low, selector, flags, offset_middle;
  uint32_t offset_high, unused;
};

extern const char osb_undefined[], osb_page_fault[];
volatile u64 osb_caught;
u64 osb_area, osb_backing, *osb_entries;

static struct interrupt_gate kept;
static _Alignas(PAGE) u64 entries[PAGES];
static u64 *directory_entry, kept_entry;

static struct interrupt_gate *gate_of(unsigned vector) {
  struct __attribute__((packed)) {
    uint16_t limit;
    u64 base;
  } table;
  __asm__ volatile("sidt %0" : "=m"(table));
  return (struct interrupt_gate *)table.base + vector;
}

static void take_vector(unsigned vector, const char *handler) {
  struct interrupt_gate *gate = gate_of(vector);
  u64 offset = (u64)handler;
  kept = *gate;
  gate->offset_low = (uint16_t)offset;
  gate->offset_middle = (uint16_t)(offset >> 16);
  gate->offset_high = (uint32_t)(offset >> 32);
  osb_caught = 0;
}

bool exception_open(struct env *env) {
  (void)env;
  take_vector(UNDEFINED_VECTOR, osb_undefined);
  return true;
}

bool exception_body(struct env *env, u64 n) {
  u64 before = osb_caught;
  for (u64 i = 0; i < n; i++) {
    if (MUTATED(MUTATE_SKIP_SIGNAL) && i == 0) continue;
    __asm__ volatile("ud2" ::: "memory");
  }
  HOLD(env, osb_caught - before == n, "handler-count", "%llu exceptions, caught were %llu", (unsigned long long)n,
       (unsigned long long)(osb_caught - before));
  return true;
}

bool exception_close(struct env *env) {
  (void)env;
  *gate_of(UNDEFINED_VECTOR) = kept;
  return true;
}

static void forget(u64 address) {
  __asm__ volatile("invlpg (%0)" ::"r"(address) : "memory");
}

/* The 2 MiB at the start of free memory get small pages of their own; the runtime mapped them as one. */
static bool split(struct env *env, bool present) {
  u64 *table, address = (u64)take_memory(env, PAGES * PAGE);
  if (address == 0) return false;
  HOLD(env, address % (PAGES * PAGE) == 0, "alignment", "memory begins at 0x%llx", (unsigned long long)address);
  osb_area = osb_backing = address;
  osb_entries = entries;
  for (unsigned i = 0; i < PAGES; i++) entries[i] = present ? (address + i * PAGE) | PRESENT_WRITABLE : 0;
  __asm__ volatile("mov %%cr3, %0" : "=r"(table));
  table = (u64 *)((u64)table & ADDRESS);
  table = (u64 *)(table[address >> 39 & 511] & ADDRESS);
  table = (u64 *)(table[address >> 30 & 511] & ADDRESS);
  directory_entry = &table[address >> 21 & 511];
  kept_entry = *directory_entry;
  HOLD(env, kept_entry & LARGE, "large-page", "the entry is 0x%llx", (unsigned long long)kept_entry);
  *directory_entry = (u64)entries | PRESENT_WRITABLE;
  forget(address);
  return true;
}

static void join(void) {
  *directory_entry = kept_entry;
  for (unsigned i = 0; i < PAGES; i++) forget(osb_area + i * PAGE);
}

bool fault_map_open(struct env *env) {
  take_vector(PAGE_FAULT_VECTOR, osb_page_fault);
  return split(env, false);
}

/* Each page is unmapped again before its next turn, which is part of the operation. */
bool fault_map_body(struct env *env, u64 n) {
  u64 before = osb_caught;
  for (u64 i = 0; i < n; i++) {
    u64 page = i % PAGES;
    entries[page] = 0;
    forget(osb_area + page * PAGE);
    if (MUTATED(MUTATE_SKIP_WORK) && i == 0) continue;
    *(volatile u64 *)(osb_area + page * PAGE) = i;
  }
  HOLD(env, osb_caught - before == n, "fault-count", "%llu faults of %llu pages",
       (unsigned long long)(osb_caught - before), (unsigned long long)n);
  return true;
}

bool fault_map_close(struct env *env) {
  join();
  *gate_of(PAGE_FAULT_VECTOR) = kept;
  return give_memory(env, (void *)osb_area, PAGES * PAGE);
}

bool pte_open(struct env *env) {
  return split(env, true);
}

/* Two pages change places: what is read through an entry must be what the entry says. */
bool pte_body(struct env *env, u64 n) {
  volatile u64 *first = (volatile u64 *)osb_area, *second = (volatile u64 *)(osb_area + PAGE);
  entries[0] = osb_area | PRESENT_WRITABLE;
  forget(osb_area);
  *first = 1, *second = 2;
  for (u64 i = 1; i <= n; i++) {
    entries[0] = (osb_area + (i & 1) * PAGE) | PRESENT_WRITABLE;
    if (MUTATED(MUTATE_SKIP_WORK)) entries[0] = osb_area | PRESENT_WRITABLE;
    forget(osb_area);
    HOLD(env, *first == 1 + (i & 1), "page-content", "%llu at update %llu", (unsigned long long)*first,
         (unsigned long long)i);
  }
  return true;
}

bool pte_close(struct env *env) {
  join();
  return give_memory(env, (void *)osb_area, PAGES * PAGE);
}
