#define _GNU_SOURCE
#include "leave.h"

#include <sys/reboot.h>
#include <termios.h>

#include "../../capbench.h"

static int leave(int how) {
  tcdrain(1);
  reboot(how);
  return 1;
}

int leave_by_reboot(void) {
  return leave(RB_AUTOBOOT);
}

int leave_by_halt(void) {
  return leave(RB_HALT_SYSTEM);
}

int leave_by_power_off(void) {
  return leave(RB_POWER_OFF);
}

#if defined(__x86_64__)

#include <sys/io.h>

int give_clean_signal(void) {
  tcdrain(1);
  usleep(100000); /* the last bytes in the port's own buffer */
  if (iopl(3) == 0) outb(CB_GUEST_EXIT_CLEAN, 0xf4);
  return 1;
}

#else

int give_clean_signal(void) {
  return 1;
}

#endif
