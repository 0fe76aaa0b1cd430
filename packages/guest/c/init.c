/*
 * /init of the Linux guest: prepares the machine, starts the launcher once, drains the serial lines and leaves.
 * The order comes on the kernel command line (init/cmdline.h), or after a restore on the launcher's line. Exit signal:
 * clean when the launcher ran the program to its end and reported it, whatever that end was; failed, with a line on the
 * console, when init or launcher could not.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capbench.h"
#include "init/clock.h"
#include "init/cmdline.h"
#include "init/launcher.h"
#include "init/network.h"
#include "init/resume.h"
#include "init/serial.h"
#include "init/shutdown.h"

static int console = -1;

_Noreturn static void give_up(const char *what, const char *why) {
  dup2(console, 2);
  cb_diagnose("capbench init: %s: %s", what, why);
  if (console >= 0) drain_serial(console);
  leave_guest(CB_GUEST_EXIT_FAILED);
}

static void mount_at(const char *type, const char *path) {
  mkdir(path, 0755);
  /* EBUSY: the kernel mounted devtmpfs itself */
  if (mount(type, path, type, MS_NOSUID | MS_NOEXEC, NULL) != 0 && errno != EBUSY) give_up(path, strerror(errno));
}

/* Occupies what is the launcher's, so that no dup2 for it overwrites something of ours. */
static void keep_low_descriptors(void) {
  int descriptor;
  do {
    descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
  } while (descriptor >= 0 && descriptor < LAUNCHER_DESCRIPTORS - 1);
}

static void open_lines(int lines[LINES]) {
  static const char *const paths[LINES] = { RECORDS_LINE, DIAGNOSTICS_LINE, LAUNCHER_LINE };
  for (int i = 0; i < LINES; i++) {
    lines[i] = open_serial(paths[i]);
    if (lines[i] < 0) give_up(paths[i], strerror(errno));
  }
}

/* Is this one of the names, which are set off by commas? */
static bool is_listed(const char *names, const char *name) {
  size_t length = strlen(name);
  for (const char *next = names; next != NULL; next = strchr(next, ',')) {
    if (*next == ',') next++;
    if (strncmp(next, name, length) == 0 && (next[length] == ',' || next[length] == 0)) return true;
  }
  return false;
}

static void read_text(struct order *order, char *text) {
  const char *wrong = read_order(order, text);
  if (wrong != NULL) give_up("order", wrong);
}

static void read_command_line(struct order *order) {
  static char command_line[8192];
  int file = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
  ssize_t size = file < 0 ? -1 : read(file, command_line, sizeof command_line - 1);
  if (size < 0) give_up("/proc/cmdline", strerror(errno));
  close(file);
  read_text(order, command_line);
  const char *wrong = order->settle == NULL ? NULL : await_clock_source();
  if (wrong != NULL) give_up("clock", wrong);
}

/* Here the machine is saved, and goes on when it is restored. */
static void read_input(struct order *order, int input) {
  static char line[4096];
  if (!await_order(input, line, sizeof line)) give_up("order", "no line of input that can be held");
  read_text(order, line);
  const char *wrong = catch_up(order);
  if (wrong != NULL) give_up("order", wrong);
}

/*
 * A process without a filter could make a user name space, and be root in there. Nobody else in this machine needs one.
 */
static void limit_user_spaces(const struct order *order) {
  if (order->filter == NULL || is_listed(order->authority, "namespace")) return;
  int file = open("/proc/sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);
  if (file < 0) return; /* a kernel without them */
  if (write(file, "0", 1) != 1) give_up("max_user_namespaces", strerror(errno));
  close(file);
}

/* Waits for the launcher, and as process 1 for everything else. */
static void await_launcher(pid_t launcher) {
  for (;;) {
    pid_t reaped = wait(NULL);
    if (reaped == launcher) return;
    if (reaped < 0 && errno != EINTR) give_up("wait", strerror(errno));
  }
}

/* Does what is the same for every order before the machine is saved. */
static pid_t launch_by_input(struct order *order, struct gifts *gifts) {
  int words;
  gifts->network = make_network();
  pid_t launcher = start_waiting_launcher(gifts, &words);
  if (launcher < 0) give_up("launcher", strerror(errno));
  read_input(order, gifts->lines[REPORT]);
  limit_user_spaces(order);
  if (!tell_launcher(words, order, gifts)) give_up("launcher", strerror(errno));
  return launcher;
}

static pid_t launch_by_command_line(struct order *order, const struct gifts *gifts) {
  limit_user_spaces(order);
  pid_t launcher = start_launcher(order, gifts);
  if (launcher < 0) give_up("fork", strerror(errno));
  return launcher;
}

int main(void) {
  struct order order;
  struct gifts gifts = { .network = -1 };
  int finished[2];
  char byte;
  mount_at("devtmpfs", "/dev");
  read_boot_clocks(&gifts.clocks);
  keep_low_descriptors();
  gifts.console = console = open_serial(CONSOLE_LINE);
  mount_at("proc", "/proc");
  mount_at("sysfs", "/sys");
  open_lines(gifts.lines);
  read_command_line(&order);
  if (pipe2(finished, O_CLOEXEC) != 0) give_up("pipe", strerror(errno));
  gifts.finished = finished[1];
  bool by_input = order.from_input != NULL;
  pid_t launcher = by_input ? launch_by_input(&order, &gifts) : launch_by_command_line(&order, &gifts);
  close(finished[1]);
  await_launcher(launcher);
  for (int i = 0; i < LINES; i++) drain_serial(gifts.lines[i]);
  if (read(finished[0], &byte, 1) != 1) give_up("launcher", "did not run the program; its own report says why");
  drain_serial(console);
  leave_guest(CB_GUEST_EXIT_CLEAN);
}
