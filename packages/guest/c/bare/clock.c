#include "clock.h"

#include "capbench_bare.h"
#include "fault.h"
#include "ports.h"

/* Intel 8254: channel 0, mode 0 (counts down once), and read-back of status and count together. */
#define PIT_CHANNEL_0 0x40
#define PIT_COMMAND 0x43
#define PIT_COUNT_DOWN_ONCE 0x30
#define PIT_READ_BACK_0 0xc2
#define PIT_OUTPUT_HIGH 0x80
#define PIT_COUNT_NOT_LOADED 0x40
#define PIT_HZ 1193182u
#define PIT_START 0xffffu

/* The window is 10 ms; a reading counts as good when both ends of it are known to 0.02 % together. */
#define WINDOW_TICKS (PIT_HZ / 100)
#define GOOD_PPM 200
#define USABLE_PPM 10000
#define MOST_WINDOWS 8
#define LOOKS 8
#define MOST_LOOKS 20000 /* many times what a window takes: past this the counter stands still */
#define PPM 1000000u

/* Where both counters stood; the time stamp is known up to `width` cycles. */
struct moment {
  uint64_t tsc;
  uint64_t width;
  unsigned ticks;
  bool over;
};

static uint64_t hz, error_ppm, origin, ns_per_cycle; /* the last one times 2^32 */

static struct moment look_once(void) {
  uint64_t before = cb_cycles();
  out8(PIT_COMMAND, PIT_READ_BACK_0);
  uint64_t after = cb_cycles();
  uint8_t status = in8(PIT_CHANNEL_0);
  unsigned count = in8(PIT_CHANNEL_0);
  count |= (unsigned)in8(PIT_CHANNEL_0) << 8;
  bool loaded = (status & PIT_COUNT_NOT_LOADED) == 0;
  return (struct moment){ before, after - before, loaded ? PIT_START - count : 0, (status & PIT_OUTPUT_HIGH) != 0 };
}

/* The surest of some readings: an emulator or its host may stop between any two instructions. */
static struct moment look(void) {
  struct moment best = look_once();
  for (unsigned i = 1; i < LOOKS && !best.over; i++) {
    struct moment next = look_once();
    if (next.width < best.width || next.over) best = next;
  }
  return best;
}

/* Measures over one window; `error_ppm` stays as it is unless this one is better. */
static void measure(void) {
  out8(PIT_COMMAND, PIT_COUNT_DOWN_ONCE);
  out8(PIT_CHANNEL_0, PIT_START & 0xff);
  out8(PIT_CHANNEL_0, PIT_START >> 8);
  struct moment first = look(), last = first;
  for (unsigned i = 0; i < MOST_LOOKS && !last.over && last.ticks - first.ticks < WINDOW_TICKS; i++) last = look();
  if (last.over || last.ticks - first.ticks < WINDOW_TICKS) return; /* it ran out, or stands: nothing was measured */
  uint64_t cycles = last.tsc - first.tsc, ticks = last.ticks - first.ticks;
  uint64_t doubt = (first.width + last.width) * PPM / cycles + PPM / ticks;
  if (doubt >= error_ppm) return;
  error_ppm = doubt;
  hz = cycles * PIT_HZ / ticks;
}

void cb_bare_clock_start(void) {
  error_ppm = USABLE_PPM;
  for (unsigned i = 0; i < MOST_WINDOWS && error_ppm > GOOD_PPM; i++) measure();
  if (hz == 0) cb_bare_panic("the time stamp counter could not be measured against the PIT");
  ns_per_cycle = (1000000000u * (uint64_t)0x100000000u) / hz;
  origin = cb_cycles();
}

uint64_t cb_os_monotonic_ns(void) {
  return (uint64_t)(((unsigned __int128)(cb_cycles() - origin) * ns_per_cycle) >> 32);
}

uint64_t cb_tsc_hz(void) {
  return hz;
}

uint64_t cb_tsc_error_ppm(void) {
  return error_ppm;
}
