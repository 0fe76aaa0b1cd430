/* The local APIC of the CPU that runs this, in its memory-mapped form (Intel SDM volume 3, chapter 11). */
#ifndef CAPBENCH_BARE_APIC_H
#define CAPBENCH_BARE_APIC_H

#include <stdint.h>

#define APIC_BASE 0xfee00000u
#define APIC_ID 0x20
#define APIC_SPURIOUS 0xf0
#define APIC_COMMAND 0x300
#define APIC_COMMAND_HIGH 0x310
#define APIC_TIMER 0x320
#define APIC_LINT0 0x350
#define APIC_LINT1 0x360

#define APIC_SOFTWARE_ENABLED 0x100
#define APIC_MASKED 0x10000
#define APIC_PENDING 0x1000
#define APIC_INIT_OTHERS 0xc4500
#define APIC_START_OTHERS 0xc4600
#define APIC_FIXED 0x4000

static inline void apic_write(unsigned at, uint32_t value) {
  *(volatile uint32_t *)(uintptr_t)(APIC_BASE + at) = value;
}

static inline uint32_t apic_read(unsigned at) {
  return *(volatile uint32_t *)(uintptr_t)(APIC_BASE + at);
}

static inline uint8_t apic_id(void) {
  return (uint8_t)(apic_read(APIC_ID) >> 24);
}

static inline void apic_command(uint8_t destination, uint32_t command) {
  apic_write(APIC_COMMAND_HIGH, (uint32_t)destination << 24);
  apic_write(APIC_COMMAND, command);
  while (apic_read(APIC_COMMAND) & APIC_PENDING) __builtin_ia32_pause();
}

#endif
