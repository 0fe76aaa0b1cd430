#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../capbench.h"

#define LAUNCHER "/bin/capbench-launch"
#define MOST_WORDS (MAX_ARGUMENTS + 24)

static bool has_network(const struct order *order, const struct gifts *gifts) {
  return gifts->network >= 0 && order->authority != NULL;
}

static void list_words(char *words[MOST_WORDS], char boot[64], struct order *order, const struct gifts *gifts) {
  struct cb_text text = { boot, 63, 0, false };
  cb_put_format(&text, "%llu,%llu", (unsigned long long)gifts->clocks.kernel_ns,
                (unsigned long long)gifts->clocks.monotonic_ns);
  boot[text.length] = 0;
  int count = 0;
  words[count++] = "capbench-launch";
  words[count++] = "--nonce", words[count++] = order->launch;
  words[count++] = "--report", words[count++] = "3";
  words[count++] = "--finished", words[count++] = "4";
  words[count++] = "--boot", words[count++] = boot;
  if (order->cpus != NULL) words[count++] = "--cpus", words[count++] = order->cpus;
  if (has_network(order, gifts)) words[count++] = "--network", words[count++] = "5";
  if (order->authority != NULL) words[count++] = "--authority", words[count++] = order->authority;
  if (order->filter != NULL) words[count++] = "--no-filter";
  words[count++] = "--", words[count++] = order->program, words[count++] = order->nonce;
  for (char **next = order->arguments; *next != NULL; next++) words[count++] = *next;
  words[count] = NULL;
}

/* `input` is one more descriptor for it, 6; -1 for none. */
_Noreturn static void execute(char **words, const struct gifts *gifts, int input) {
  char *environment[] = { NULL };
  if (dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0) == 0 && dup2(gifts->lines[RECORDS], 1) == 1 &&
      dup2(gifts->lines[DIAGNOSTICS], 2) == 2 && dup2(gifts->lines[REPORT], 3) == 3 && dup2(gifts->finished, 4) == 4 &&
      (gifts->network < 0 || dup2(gifts->network, 5) == 5) && (input < 0 || dup2(input, 6) == 6))
    execve(LAUNCHER, words, environment);
  dup2(gifts->console, 2);
  cb_diagnose("capbench init: %s: %s", LAUNCHER, strerror(errno));
  _exit(1);
}

pid_t start_launcher(struct order *order, const struct gifts *gifts) {
  char *words[MOST_WORDS], boot[64];
  list_words(words, boot, order, gifts);
  pid_t launcher = fork();
  if (launcher == 0) execute(words, gifts, -1);
  return launcher;
}

pid_t start_waiting_launcher(const struct gifts *gifts, int *words) {
  char *waiting[] = { "capbench-launch", "--words", "6", NULL }, byte;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  pid_t launcher = fork();
  if (launcher == 0) execute(waiting, gifts, ends[1]);
  close(ends[1]);
  *words = ends[0];
  if (launcher < 0) return -1;
  errno = EPIPE; /* what one that died without a word leaves */
  return read(*words, &byte, 1) == 1 ? launcher : -1;
}

bool tell_launcher(int words, struct order *order, const struct gifts *gifts) {
  char *list[MOST_WORDS], boot[64];
  list_words(list, boot, order, gifts);
  for (char **next = list; *next != NULL; next++) {
    size_t size = strlen(*next) + 1;
    if (cb_os_write(words, *next, size) != (long)size) return false;
  }
  return close(words) == 0;
}
