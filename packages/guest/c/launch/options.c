#define _GNU_SOURCE
#include "options.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "../capbench.h"

_Noreturn static void refuse(const char *why, const char *what) {
  cb_diagnose("capbench-launch: %s%s%s", why, what[0] == 0 ? "" : ": ", what);
  cb_diagnose("usage: capbench-launch --words FD, or --nonce N --report FD [--finished FD] [--boot NS,NS] [--cpus 0,1] "
              "[--authority TERM,TERM [--no-filter] [--network FD]] -- PROGRAM ARGS...");
  cb_os_exit(CB_EXIT_USAGE);
}

/* 0, 1 and 2 are the program's, so a report on one of them would let the program write into it. */
static int read_descriptor(const char *name, const char *text) {
  uint64_t number;
  if (!cb_parse_u64(text, &number) || number < 3 || number > INT_MAX)
    refuse(name, "must be a descriptor of at least 3");
  if (fcntl((int)number, F_SETFD, FD_CLOEXEC) != 0) refuse(name, "descriptor is not open");
  return (int)number;
}

static void read_cpus(cpu_set_t *cpus, char *text) {
  for (char *item = text; item != NULL;) {
    char *comma = strchr(item, ',');
    if (comma != NULL) *comma++ = 0;
    uint64_t cpu;
    if (!cb_parse_u64(item, &cpu) || cpu >= MAX_CPUS) refuse("--cpus must be CPU numbers such as 0,1", item);
    if (CPU_ISSET(cpu, cpus)) refuse("--cpus names a CPU twice", item);
    CPU_SET(cpu, cpus);
    item = comma;
  }
}

static void read_boot(struct options *options, char *text) {
  char *comma = strchr(text, ',');
  if (comma != NULL) *comma++ = 0;
  options->booted = comma != NULL && cb_parse_u64(text, &options->boot_kernel_ns) &&
                    cb_parse_u64(comma, &options->boot_monotonic_ns);
  if (!options->booted) refuse("--boot must be two numbers of nanoseconds such as 1,2", text);
}

static void read_authority(struct options *options, const char *text) {
  const char *unknown = "";
  if (!read_terms(&options->granted, text, &unknown)) refuse("--authority names an unknown or repeated term", unknown);
  options->authority = text;
}

char **await_words(const char *descriptor) {
  static char bytes[65536], *words[256];
  int input = read_descriptor("--words", descriptor);
  size_t length = 0, count = 0;
  ssize_t size = write(input, "", 1);
  while (size > 0 && length < sizeof bytes) {
    size = read(input, bytes + length, sizeof bytes - length);
    if (size > 0) length += (size_t)size;
  }
  close(input);
  if (size != 0 || length == 0 || bytes[length - 1] != 0) refuse("--words are not whole", "");
  for (size_t at = 0; at < length; at += strlen(bytes + at) + 1) {
    if (count == sizeof words / sizeof words[0] - 1) refuse("--words are too many", "");
    words[count++] = bytes + at;
  }
  return words;
}

void read_options(struct options *options, char **arguments) {
  memset(options, 0, sizeof *options);
  options->report = options->finished = options->network = -1;
  options->filter = true;
  char **next = arguments;
  for (; *next != NULL && strcmp(*next, "--") != 0; next += 2) {
    char *name = next[0], *value = next[1];
    if (strcmp(name, "--no-filter") == 0 && options->filter) {
      options->filter = false;
      next--; /* it has no value */
      continue;
    }
    if (value == NULL) refuse("option without a value", name);
    if (strcmp(name, "--nonce") == 0 && options->nonce == NULL) {
      if (!cb_is_nonce(value)) refuse("--nonce must be 32 lower-case hexadecimal digits, or -", value);
      options->nonce = value;
    } else if (strcmp(name, "--report") == 0 && options->report < 0) {
      options->report = read_descriptor(name, value);
    } else if (strcmp(name, "--finished") == 0 && options->finished < 0) {
      options->finished = read_descriptor(name, value);
    } else if (strcmp(name, "--network") == 0 && options->network < 0) {
      options->network = read_descriptor(name, value);
    } else if (strcmp(name, "--boot") == 0 && !options->booted) {
      read_boot(options, value);
    } else if (strcmp(name, "--cpus") == 0 && CPU_COUNT(&options->cpus) == 0) {
      read_cpus(&options->cpus, value);
    } else if (strcmp(name, "--authority") == 0 && options->authority == NULL) {
      read_authority(options, value);
    } else {
      refuse("unknown or repeated option", name);
    }
  }
  if (options->nonce == NULL) refuse("--nonce is missing", "");
  if (options->report < 0) refuse("--report is missing", "");
  if (!options->filter && options->authority == NULL) refuse("--no-filter is nothing without --authority", "");
  if (options->network >= 0 && options->authority == NULL) refuse("--network is nothing without --authority", "");
  if (*next == NULL || next[1] == NULL) refuse("-- PROGRAM is missing", "");
  options->program = next + 1;
  for (int descriptor = 1; descriptor <= 2; descriptor++) {
    if (fcntl(descriptor, F_GETFD) < 0) refuse("descriptors 1 and 2 must be open for the program", "");
  }
}
