#define _GNU_SOURCE
#include "report.h"

#include <fcntl.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>

#include "../capbench.h"

typedef unsigned long long u64;

/* The first line of a file as a JSON string, "unknown" if it cannot be read. */
static void json_of_file(char *out, size_t size, const char *path) {
  char bytes[2048]; /* COMMAND_LINE_SIZE, the longest text that is read here */
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, bytes, sizeof bytes);
  if (file >= 0) close(file);
  if (length < 0) {
    cb_json_string(out, size, "unknown", 7);
    return;
  }
  const char *end = memchr(bytes, '\n', (size_t)length);
  cb_json_string(out, size, bytes, end == NULL ? (size_t)length : (size_t)(end - bytes));
}

/* CPUs in a list such as 0-3,8; sysconf would count what this process may use. 0 if the list cannot be read. */
static unsigned cpus_online(void) {
  char list[1024] = { 0 };
  int file = open("/sys/devices/system/cpu/online", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  (void)!read(file, list, sizeof list - 1);
  close(file);
  unsigned count = 0, first = 0, number = 0;
  bool range = false;
  for (const char *next = list;; next++) {
    if (*next >= '0' && *next <= '9') {
      number = number * 10 + (unsigned)(*next - '0');
    } else if (*next == '-') {
      first = number, number = 0, range = true;
    } else {
      count += range ? number - first + 1 : 1;
      number = 0, range = false;
      if (*next != ',') return count;
    }
  }
}

void report_begin(const struct options *options) {
  cb_begin_on(options->report, options->nonce, "capbench-launch", "1.0.0");
}

void report_system(const struct options *options) {
  struct utsname name;
  char texts[4][400], clocksource[128], command_line[3000], boot[96] = "null";
  uname(&name);
  const char *fields[4] = { name.sysname, name.release, name.version, name.machine };
  for (int i = 0; i < 4; i++) cb_json_string(texts[i], sizeof texts[i], fields[i], strlen(fields[i]));
  json_of_file(clocksource, sizeof clocksource, "/sys/devices/system/clocksource/clocksource0/current_clocksource");
  /* Init asks for the word that all is reported. On a host the kernel's command line is nobody's business here. */
  if (options->finished >= 0) json_of_file(command_line, sizeof command_line, "/proc/cmdline");
  else memcpy(command_line, "\"\"", sizeof "\"\"");
  if (options->booted) {
    struct cb_text text = { boot, sizeof boot - 1, 0, false };
    cb_put_format(&text, "{\"kernelNs\":%llu,\"monotonicNs\":%llu}", (u64)options->boot_kernel_ns,
                  (u64)options->boot_monotonic_ns);
    boot[text.length] = 0;
  }
  cb_record("system",
            "{\"sysname\":%s,\"release\":%s,\"version\":%s,\"machine\":%s,\"cpusOnline\":%u,\"clocksource\":%s,"
            "\"cmdline\":%s,\"boot\":%s}",
            texts[0], texts[1], texts[2], texts[3], cpus_online(), clocksource, command_line, boot);
}

void report_program(const struct sealed *sealed) {
  char name[512];
  cb_json_string(name, sizeof name, sealed->name, strlen(sealed->name));
  cb_record("program", "{\"name\":%s,\"sha256\":\"%s\",\"bytes\":%llu}", name, sealed->sha256, (u64)sealed->bytes);
}

static void list_of_cpus(char *out, size_t size, const cpu_set_t *set) {
  struct cb_text cpus = { out, size - 1, 0, false };
  for (unsigned cpu = 0; cpu < MAX_CPUS; cpu++) {
    if (CPU_ISSET(cpu, set)) cb_put_format(&cpus, "%s%u", cpus.length == 0 ? "" : ",", cpu);
  }
  out[cpus.length] = 0;
}

void report_started(const struct started *started) {
  char cpus[CB_MAX_LINE_BYTES];
  list_of_cpus(cpus, sizeof cpus, &started->cpus);
  cb_record("started", "{\"pid\":%d,\"monotonicNs\":%llu,\"cpus\":[%s]}", (int)started->pid, (u64)started->monotonic_ns,
            cpus);
}

static u64 nanoseconds(struct timeval time) {
  return (u64)time.tv_sec * 1000000000u + (u64)time.tv_usec * 1000u;
}

/* A number, or `null` for what does not apply. */
static const char *number_or_null(char text[16], bool applies, int number) {
  struct cb_text out = { text, 15, 0, false };
  if (applies) cb_put_format(&out, "%d", number);
  else cb_put_text(&out, "null");
  text[out.length] = 0;
  return text;
}

void report_exited(const struct ended *ended) {
  char code[16], signal[16], cpus[CB_MAX_LINE_BYTES];
  const struct rusage *usage = &ended->usage;
  list_of_cpus(cpus, sizeof cpus, &ended->cpus);
  cb_record("exited",
            "{\"code\":%s,\"signal\":%s,\"monotonicNs\":%llu,\"userNs\":%llu,\"systemNs\":%llu,\"maxRssKiB\":%ld,"
            "\"voluntarySwitches\":%ld,\"involuntarySwitches\":%ld,\"leftover\":%u,\"cpus\":[%s]}",
            number_or_null(code, WIFEXITED(ended->status), WEXITSTATUS(ended->status)),
            number_or_null(signal, WIFSIGNALED(ended->status), WTERMSIG(ended->status)), (u64)ended->monotonic_ns,
            nanoseconds(usage->ru_utime), nanoseconds(usage->ru_stime), usage->ru_maxrss, usage->ru_nvcsw,
            usage->ru_nivcsw, ended->leftover, cpus);
}

void report_record(const char *type, const char *format, ...) {
  va_list list;
  va_start(list, format);
  cb_record_list(type, format, list);
  va_end(list);
}

void report_failure(const struct failure *failure) {
  char message[256];
  const char *text = strerror(failure->error);
  cb_json_string(message, sizeof message, text, strlen(text));
  cb_record("error", "{\"step\":\"%s\",\"errno\":%d,\"message\":%s}", failure->step, failure->error, message);
}

void report_end(void) {
  cb_end();
}
