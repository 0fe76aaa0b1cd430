#define _GNU_SOURCE
#include "serial.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int open_serial(const char *path) {
  struct termios line;
  /* Not blocking: without CLOCAL an ordinary open waits for a carrier. */
  int descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0 || tcgetattr(descriptor, &line) != 0) return -1; /* EIO: there is no such port */
  cfmakeraw(&line);
  line.c_cflag |= CLOCAL;
  cfsetspeed(&line, B115200);
  if (tcsetattr(descriptor, TCSANOW, &line) != 0 || fcntl(descriptor, F_SETFL, 0) != 0) return -1;
  return descriptor;
}

void drain_serial(int descriptor) {
  while (tcdrain(descriptor) != 0 && errno == EINTR) continue;
#if !defined(__x86_64__) && !defined(__i386__)
  /* Where shutdown.c cannot ask the ports: tcdrain gives up on their last bytes when the other end reads slowly. */
  int status;
  while (ioctl(descriptor, TIOCSERGETLSR, &status) == 0 && (status & TIOCSER_TEMT) == 0) continue;
#endif
}
