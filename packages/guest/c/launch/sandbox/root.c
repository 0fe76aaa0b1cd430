#define _GNU_SOURCE
#include "root.h"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "granted.h"

/* The new root is first mounted here: it is on every Linux system, and nobody needs it any more. */
#define PLACE "/proc"

static bool limit_user_spaces(void) {
  int file = open("/proc/sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  bool done = write(file, "0", 1) == 1;
  int error = errno;
  close(file);
  errno = error;
  return done;
}

static bool raise_loopback(void) {
  int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
  if (control < 0) return false;
  bool done = ioctl(control, SIOCSIFFLAGS, &request) == 0;
  int error = errno;
  close(control);
  errno = error;
  return done;
}

/* The root of an initial ramdisk cannot be exchanged (pivot_root(2), EINVAL): it is covered instead. */
static bool exchange_root(struct steps *steps) {
  if (syscall(SYS_pivot_root, ".", ".") == 0)
    return step(steps, "pivot-root", true) && step(steps, "detach-old-root", umount2(".", MNT_DETACH) == 0);
  int error = errno;
  bool moved = mount(".", "/", NULL, MS_MOVE, NULL) == 0 && chroot(".") == 0;
  if (moved) return step(steps, "move-root", true);
  errno = error;
  step(steps, "pivot-root", false);
  return false;
}

/* A copy of the program where programs look for themselves: the one thing that it may execute. */
static bool place_program(const struct sealed *sealed) {
  off_t from = 0;
  if (mkdir("proc", 0555) != 0 || mkdir("proc/self", 0555) != 0) return false;
  int to = open("proc/self/exe", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0555);
  if (to < 0 || fchmod(to, 0555) != 0) return false;
  while ((uint64_t)from < sealed->bytes) {
    if (sendfile(to, sealed->descriptor, &from, (size_t)(sealed->bytes - (uint64_t)from)) <= 0) return false;
  }
  return close(to) == 0;
}

static bool make_root(struct steps *steps, const struct terms *granted, const struct sealed *sealed) {
  bool writable = is_granted(granted, "file.write"), executes = is_granted(granted, "process.exec");
  const unsigned long flags = MS_NOSUID | MS_NODEV | (executes ? 0 : MS_NOEXEC);
  const char *options = writable ? "mode=1777" : executes ? "mode=0555" : "size=4k,nr_inodes=2,mode=0555";
  if (!step(steps, "private-mounts", mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)) return false;
  if (!step(steps, "mount-root", mount("none", PLACE, "tmpfs", flags, options) == 0)) return false;
  if (!step(steps, "enter-root", chdir(PLACE) == 0)) return false;
  if (executes && !step(steps, "place-program", place_program(sealed))) return false;
  if (!exchange_root(steps) || !step(steps, "enter-new-root", chdir("/") == 0)) return false;
  return writable ||
         step(steps, "read-only-root", mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | flags, NULL) == 0);
}

/* Whoever is root only in a user name space of its own may not enter what others made, but may make its own. */
static bool enter_network(int network) {
  return setns(network, CLONE_NEWNET) == 0 || unshare(CLONE_NEWNET) == 0;
}

void make_surroundings(struct board *board, const struct options *options, const struct sealed *sealed) {
  struct steps *steps = &board->steps;
  const struct terms *granted = &options->granted;
  if (board->isolation == ISOLATION_NONE) return;
  if (options->network >= 0 && !is_granted(granted, "net.external"))
    step(steps, "enter-network", enter_network(options->network));
  if (board->isolation == ISOLATION_USER_SPACE && !is_granted(granted, "namespace"))
    step(steps, "no-user-namespaces", limit_user_spaces());
  step(steps, "host-name", sethostname("capbench", 8) == 0);
  if (is_granted(granted, "net.loopback") && !is_granted(granted, "net.external"))
    step(steps, "loopback", raise_loopback());
  if (!make_root(steps, granted, sealed)) board->isolation = ISOLATION_NONE;
}
