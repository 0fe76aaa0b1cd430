#define _GNU_SOURCE
#include "observe.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../capbench.h"
#include "observe-lists.h"
#include "proc.h"

/* The value of a line of /proc/PID/status, up to its end; NULL where there is no such line. */
static const char *value_of(const char *status, const char *name, char *out, size_t size) {
  size_t length = strlen(name);
  for (const char *line = status; line != NULL && *line != 0;) {
    const char *end = strchr(line, '\n');
    if (strncmp(line, name, length) == 0 && line[length] == ':') {
      const char *value = line + length + 1;
      while (*value == ' ' || *value == '\t') value++;
      size_t most = end == NULL ? strlen(value) : (size_t)(end - value);
      if (most >= size) most = size - 1;
      memcpy(out, value, most);
      out[most] = 0;
      return out;
    }
    line = end == NULL ? NULL : end + 1;
  }
  return NULL;
}

/* Numbers set off by blanks, as a JSON list. */
static void put_numbers(struct cb_text *json, const char *values) {
  bool first = true;
  cb_put(json, '[');
  for (const char *next = values; next != NULL && *next != 0;) {
    while (*next == ' ' || *next == '\t') next++;
    if (*next < '0' || *next > '9') break;
    if (!first) cb_put(json, ',');
    first = false;
    while (*next >= '0' && *next <= '9') cb_put(json, *next++);
  }
  cb_put(json, ']');
}

static void put_text_or_null(struct cb_text *json, const char *text) {
  char quoted[160];
  if (text == NULL) {
    cb_put_text(json, "null");
    return;
  }
  cb_json_string(quoted, sizeof quoted, text, strlen(text));
  cb_put_text(json, quoted);
}

/* A list such as 0-3,8 number by number. */
static void put_cpus(struct cb_text *json, const char *list) {
  char *end;
  bool first = true;
  cb_put(json, '[');
  for (const char *next = list; next != NULL && *next >= '0' && *next <= '9'; next = *end == ',' ? end + 1 : end) {
    unsigned long from = strtoul(next, &end, 10), to = from;
    if (*end == '-') to = strtoul(end + 1, &end, 10);
    for (unsigned long cpu = from; cpu <= to && cpu - from < MAX_CPUS; cpu++) {
      cb_put_format(json, "%s%lu", first ? "" : ",", cpu);
      first = false;
    }
  }
  cb_put(json, ']');
}

static bool put_capabilities(struct cb_text *json, const char *status) {
  static const char *const sets[][2] = { { "CapInh", "inheritable" },
                                         { "CapPrm", "permitted" },
                                         { "CapEff", "effective" },
                                         { "CapBnd", "bounding" },
                                         { "CapAmb", "ambient" } };
  bool any = false;
  char value[32];
  for (int i = 0; i < 5; i++) {
    if (value_of(status, sets[i][0], value, sizeof value) == NULL) strcpy(value, "ffffffffffffffff");
    cb_put_format(json, "%s\"%s\":\"%s\"", i == 0 ? "" : ",", sets[i][1], value);
    /* No program can get what the bounding set leaves, once no program gives new privileges. */
    if (i != 3) any = any || strspn(value, "0") != strlen(value);
  }
  return any;
}

/* What is executed is the sealed memory itself, or something else: then nobody has hashed it. */
static bool executes(pid_t program, const struct sealed *sealed) {
  char path[96];
  struct stat seen, own;
  return stat(proc_path(path, program, "exe"), &seen) == 0 && fstat(sealed->descriptor, &own) == 0 &&
         seen.st_dev == own.st_dev && seen.st_ino == own.st_ino;
}

void observe_program(struct observed *observed, const char *hold, pid_t program, const struct sealed *sealed) {
  char status[8192], value[1024], path[96];
  struct cb_text json = { observed->json, sizeof observed->json - 1, 0, false };
  observed->readable = read_text_file(proc_path(path, program, "status"), status, sizeof status) > 0;
  if (!observed->readable) return;
  cb_put_format(&json, "{\"hold\":\"%s\",\"uid\":", hold);
  put_numbers(&json, value_of(status, "Uid", value, sizeof value));
  observed->root = value[0] == '0';
  cb_put_text(&json, ",\"gid\":");
  put_numbers(&json, value_of(status, "Gid", value, sizeof value));
  cb_put_text(&json, ",\"groups\":");
  put_numbers(&json, value_of(status, "Groups", value, sizeof value));
  cb_put_text(&json, ",\"capabilities\":{");
  observed->capable = put_capabilities(&json, status);
  const char *flag = value_of(status, "NoNewPrivs", value, sizeof value);
  observed->new_privileges = flag == NULL || flag[0] != '1';
  cb_put_format(&json, "},\"noNewPrivs\":%s", observed->new_privileges ? "false" : "true");
  flag = value_of(status, "Seccomp", value, sizeof value);
  observed->filtered = flag != NULL && flag[0] == '2';
  cb_put_format(&json, ",\"seccomp\":%c", flag == NULL ? '0' : flag[0]);
  flag = value_of(status, "Seccomp_filters", value, sizeof value);
  /* Linux 5.9 and later say how many; before, there is one at least where the mode says so. */
  cb_put_format(&json, ",\"filters\":%s", flag != NULL ? flag : observed->filtered ? "1" : "0");
  cb_put_text(&json, ",\"speculation\":{\"storeBypass\":");
  put_text_or_null(&json, value_of(status, "Speculation_Store_Bypass", value, sizeof value));
  cb_put_text(&json, ",\"indirectBranch\":");
  put_text_or_null(&json, value_of(status, "SpeculationIndirectBranch", value, sizeof value));
  cb_put_text(&json, "},\"namespaces\":{");
  bool own_mounts = put_spaces(&json, program);
  cb_put_format(&json, "},\"executable\":");
  put_text_or_null(&json, executes(program, sealed) ? sealed->sha256 : NULL);
  flag = value_of(status, "Threads", value, sizeof value);
  cb_put_format(&json, ",\"threads\":%s,\"cpus\":", flag == NULL ? "0" : flag);
  put_cpus(&json, value_of(status, "Cpus_allowed_list", value, sizeof value));
  struct omitted omitted = { 0, 0 };
  cb_put_text(&json, ",\"mounts\":[");
  if (own_mounts) put_mounts(&json, program, &omitted);
  cb_put_text(&json, "],\"descriptors\":[");
  observed->only_standard = put_descriptors(&json, program, &omitted);
  cb_put(&json, ']');
  if (omitted.mounts + omitted.descriptors > 0)
    cb_put_format(&json, ",\"omitted\":{\"mounts\":%u,\"descriptors\":%u}", omitted.mounts, omitted.descriptors);
  cb_put(&json, '}');
  observed->json[json.length] = 0;
}

static bool was_done(const struct steps *steps, const char *name) {
  for (unsigned i = 0; i < steps->count; i++) {
    if (strcmp(steps->list[i].name, name) == 0) return steps->list[i].error == 0;
  }
  return false;
}

bool is_within(const struct observed *observed, const struct board *board) {
  const struct steps *steps = &board->steps;
  /* What nobody could see is not known to be wider: the records lack it, and the class of the result falls. */
  if (!observed->readable) return true;
  return observed->only_standard &&
         !(observed->root && was_done(steps, "identity")) &&
         !(observed->capable && was_done(steps, "capabilities")) &&
         !(observed->new_privileges && was_done(steps, "no-new-privileges")) &&
         !(!observed->filtered && was_done(steps, "filter"));
}
