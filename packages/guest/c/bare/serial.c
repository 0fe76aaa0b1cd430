#include "serial.h"

#include <stdbool.h>
#include <stdint.h>

#include "ports.h"

/* Registers of a 16550, from its base. */
enum {
  DATA = 0,
  INTERRUPT_ENABLE = 1,
  FIFO_CONTROL = 2,
  LINE_CONTROL = 3,
  MODEM_CONTROL = 4,
  LINE_STATUS = 5,
  SCRATCH = 7
};

#define DIVISOR_LATCH 0x80
#define EIGHT_BITS_NO_PARITY 0x03
#define FIFOS_ON_AND_EMPTY 0x07
#define READY_TO_SEND 0x03
#define HOLDING_EMPTY 0x20
#define TRANSMITTER_EMPTY 0x40
#define FIFO_BYTES 16

static const uint16_t bases[SERIAL_USES] = { 0x3f8, 0x2f8, 0x3e8 };
static uint16_t ports[SERIAL_USES];

static bool is_there(uint16_t base) {
  out8(base + SCRATCH, 0x5a);
  return in8(base + SCRATCH) == 0x5a;
}

static void start(uint16_t base) {
  out8(base + INTERRUPT_ENABLE, 0);
  out8(base + LINE_CONTROL, DIVISOR_LATCH);
  out8(base + DATA, 1); /* 115200 baud */
  out8(base + INTERRUPT_ENABLE, 0);
  out8(base + LINE_CONTROL, EIGHT_BITS_NO_PARITY);
  out8(base + FIFO_CONTROL, FIFOS_ON_AND_EMPTY);
  out8(base + MODEM_CONTROL, READY_TO_SEND);
}

void cb_bare_serial_start(void) {
  for (unsigned use = 0; use < SERIAL_USES; use++) {
    bool there = is_there(bases[use]);
    if (there) start(bases[use]);
    ports[use] = use == 0 || there ? bases[use] : ports[use - 1];
  }
}

static void await(uint16_t base, uint8_t bit) {
  while ((in8(base + LINE_STATUS) & bit) == 0) __builtin_ia32_pause();
}

void cb_bare_serial_write(enum serial_use use, const char *bytes, size_t size) {
  for (size_t done = 0; done < size;) {
    await(ports[use], HOLDING_EMPTY); /* the FIFO is empty then: it takes as many as it has places */
    for (unsigned i = 0; i < FIFO_BYTES && done < size; i++) out8(ports[use] + DATA, (uint8_t)bytes[done++]);
  }
}

void cb_bare_serial_drain(void) {
  for (unsigned use = 0; use < SERIAL_USES; use++) await(ports[use], TRANSMITTER_EMPTY);
}
