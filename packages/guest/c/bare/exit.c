#include "exit.h"

#include "ports.h"
#include "serial.h"

#define ISA_DEBUG_EXIT 0xf4

_Noreturn void cb_bare_exit(uint32_t value) {
  cb_bare_serial_drain();
  out32(ISA_DEBUG_EXIT, value);
  cb_bare_halt();
}

_Noreturn void cb_bare_halt(void) {
  for (;;) __asm__ volatile("cli; hlt");
}
