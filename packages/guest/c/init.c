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
#include "init/network.h"
#include "init/resume.h"
#include "init/serial.h"
#include "init/shutdown.h"

#define LAUNCHER "/bin/capbench-launch"

enum { RECORDS, DIAGNOSTICS, REPORT, LINES };

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

/* Occupies 0 to 5, which are the launcher's, so that no dup2 for it overwrites something of ours. */
static void keep_low_descriptors(void) {
  int descriptor;
  do {
    descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
  } while (descriptor >= 0 && descriptor < 5);
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

static void get_order(struct order *order, int input, int *network) {
  static char command_line[8192], line[4096];
  const char *wrong = NULL;
  int file = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
  ssize_t size = file < 0 ? -1 : read(file, command_line, sizeof command_line - 1);
  if (size < 0) give_up("/proc/cmdline", strerror(errno));
  close(file);
  read_text(order, command_line);
  if (order->settle != NULL) wrong = await_clock_source();
  if (wrong != NULL) give_up("clock", wrong);
  if (order->from_input == NULL) return;
  *network = make_network();
  if (!await_order(input, line, sizeof line)) give_up("order", "no line of input that can be held");
  read_text(order, line);
  wrong = catch_up(order);
  if (wrong != NULL) give_up("order", wrong);
}

/* What the launcher gets: 1 to 3 are lines, 4 the pipe on which it says that all is reported, 5 a network. */
struct gifts {
  struct boot_clocks clocks;
  int lines[LINES];
  int finished;
  int network; /* -1: none was made */
};

_Noreturn static void become_launcher(struct order *order, const struct gifts *gifts) {
  char boot[64];
  struct cb_text text = { boot, sizeof boot - 1, 0, false };
  cb_put_format(&text, "%llu,%llu", (unsigned long long)gifts->clocks.kernel_ns,
                (unsigned long long)gifts->clocks.monotonic_ns);
  boot[text.length] = 0;
  char *arguments[MAX_ARGUMENTS + 24], *environment[] = { NULL };
  bool network = gifts->network >= 0 && order->authority != NULL;
  int count = 0;
  arguments[count++] = "capbench-launch";
  arguments[count++] = "--nonce", arguments[count++] = order->launch;
  arguments[count++] = "--report", arguments[count++] = "3";
  arguments[count++] = "--finished", arguments[count++] = "4";
  arguments[count++] = "--boot", arguments[count++] = boot;
  if (order->cpus != NULL) arguments[count++] = "--cpus", arguments[count++] = order->cpus;
  if (network) arguments[count++] = "--network", arguments[count++] = "5";
  if (order->authority != NULL) arguments[count++] = "--authority", arguments[count++] = order->authority;
  if (order->filter != NULL) arguments[count++] = "--no-filter";
  arguments[count++] = "--", arguments[count++] = order->program, arguments[count++] = order->nonce;
  for (char **next = order->arguments; *next != NULL; next++) arguments[count++] = *next;
  arguments[count] = NULL;
  if (dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0) == 0 && dup2(gifts->lines[RECORDS], 1) == 1 &&
      dup2(gifts->lines[DIAGNOSTICS], 2) == 2 && dup2(gifts->lines[REPORT], 3) == 3 && dup2(gifts->finished, 4) == 4 &&
      (!network || dup2(gifts->network, 5) == 5))
    execve(LAUNCHER, arguments, environment);
  dup2(console, 2);
  cb_diagnose("capbench init: %s: %s", LAUNCHER, strerror(errno));
  _exit(1);
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

int main(void) {
  struct order order;
  struct gifts gifts = { .network = -1 };
  int finished[2];
  char byte;
  mount_at("devtmpfs", "/dev");
  read_boot_clocks(&gifts.clocks);
  keep_low_descriptors();
  console = open_serial(CONSOLE_LINE);
  mount_at("proc", "/proc");
  mount_at("sysfs", "/sys");
  open_lines(gifts.lines);
  get_order(&order, gifts.lines[REPORT], &gifts.network);
  limit_user_spaces(&order);
  if (pipe2(finished, O_CLOEXEC) != 0) give_up("pipe", strerror(errno));
  gifts.finished = finished[1];
  pid_t launcher = fork();
  if (launcher < 0) give_up("fork", strerror(errno));
  if (launcher == 0) become_launcher(&order, &gifts);
  close(finished[1]);
  await_launcher(launcher);
  for (int i = 0; i < LINES; i++) drain_serial(gifts.lines[i]);
  if (read(finished[0], &byte, 1) != 1) give_up("launcher", "did not run the program; its own report says why");
  drain_serial(console);
  leave_guest(CB_GUEST_EXIT_CLEAN);
}
