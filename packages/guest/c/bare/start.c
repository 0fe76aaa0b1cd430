/* From the first line of C to main, and what main comes back with; the seam of capbench/os.h. */
#include "capbench_bare.h"
#include "clock.h"
#include "cmdline.h"
#include "cpu.h"
#include "exit.h"
#include "serial.h"
#include "smp.h"

int main(int argc, char **argv);

/* What boot.S calls on the CPU that booted, with the address of what the loader knows. */
_Noreturn void cb_bare_start(unsigned how, uint32_t loader) {
  static char *arguments[MOST_ARGUMENTS + 1];
  cb_bare_serial_start();
  cb_bare_write_interrupt_table();
  cb_bare_cpu_setup(0);
  int count = cb_bare_arguments(how, loader, arguments);
  cb_bare_smp_reset();
  cb_bare_clock_start();
  cb_bare_smp_start();
  cb_os_exit(main(count, arguments));
}

long cb_os_write(int descriptor, const char *bytes, size_t size) {
  if (descriptor != 1 && descriptor != 2) return -1;
  cb_bare_serial_write(descriptor == 1 ? SERIAL_RECORDS : SERIAL_DIAGNOSTICS, bytes, size);
  return (long)size;
}

_Noreturn void cb_os_exit(int code) {
  if (code != 0) cb_diagnose("capbench-bare: the program ended with %d", code);
  cb_bare_exit(code == 0 ? CB_GUEST_EXIT_CLEAN : CB_GUEST_EXIT_FAILED);
}
