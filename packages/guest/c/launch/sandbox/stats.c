#define _GNU_SOURCE
#include "stats.h"

#include <stdlib.h>
#include <string.h>

#include "../../capbench.h"
#include "../report.h"
#include "granted.h"
#include "proc.h"

/* What one source says at most: a host with hundreds of CPUs has long lines. */
#define MOST_TEXT (256 * 1024)
/* Bytes of a line of the report that a text may take, escapes included. */
#define MOST_PART 3800

static const struct {
  const char *name, *term, *path;
  /* Lines of the file that belong to the source; NULL: all. */
  const char *lines[2];
} sources[] = {
  { "schedstat", "stats.read(schedstat)", "/proc/schedstat", { NULL } },
  { "interrupts", "stats.read(interrupts)", "/proc/interrupts", { NULL } },
  { "softirqs", "stats.read(softirqs)", "/proc/softirqs", { NULL } },
  { "vmstat", "stats.read(vmstat)", "/proc/vmstat", { NULL } },
  { "context-switches", "stats.read(context-switches)", "/proc/stat", { "ctxt ", "processes " } },
};
#define SOURCES (sizeof sources / sizeof sources[0])

/* Keeps the lines that begin with one of the two words. */
static void keep_lines(char *text, const char *const words[2]) {
  char *out = text;
  for (char *line = text, *end; *line != 0; line = end) {
    end = strchr(line, '\n');
    end = end == NULL ? line + strlen(line) : end + 1;
    if (strncmp(line, words[0], strlen(words[0])) != 0 && strncmp(line, words[1], strlen(words[1])) != 0) continue;
    memmove(out, line, (size_t)(end - line));
    out += end - line;
  }
  *out = 0;
}

void read_stats(struct stats *stats, const char *when, const struct terms *granted) {
  memset(stats, 0, sizeof *stats);
  stats->when = when;
  for (size_t i = 0; i < SOURCES; i++) {
    if (!is_granted(granted, sources[i].term)) continue;
    char *text = malloc(MOST_TEXT);
    if (text == NULL || read_text_file(sources[i].path, text, MOST_TEXT) < 0) {
      free(text);
      continue;
    }
    if (sources[i].lines[0] != NULL) keep_lines(text, sources[i].lines);
    stats->texts[i] = text;
  }
}

void report_stats(struct stats *stats) {
  char part[MOST_PART];
  for (size_t i = 0; i < SOURCES; i++) {
    const char *text = stats->texts[i];
    if (text == NULL) continue;
    size_t length = strlen(text), done = 0;
    for (unsigned number = 0; number == 0 || done < length; number++) {
      done += cb_json_string(part, sizeof part, text + done, length - done);
      report_record("stats",
                    "{\"source\":\"%s\",\"when\":\"%s\",\"part\":%u,\"text\":%s}",
                    sources[i].name, stats->when, number, part);
    }
    free(stats->texts[i]);
  }
}
