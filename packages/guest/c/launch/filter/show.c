#include "show.h"

#include "../../capbench.h"
#include "make.h"

static char bytes[4096];
static struct cb_text text = { bytes, sizeof bytes, 0, false };

static void flush(void) {
  for (size_t done = 0; done < text.length;) {
    long written = cb_os_write(1, bytes + done, text.length - done);
    if (written <= 0) cb_os_exit(CB_EXIT_PROTOCOL);
    done += (size_t)written;
  }
  text.length = 0;
}

static int refuse(const char *why, const char *what) {
  cb_diagnose("capbench-launch: %s: %s", why, what);
  cb_diagnose("usage: capbench-launch --show-filter x86_64|aarch64 TERM,TERM,...");
  return CB_EXIT_USAGE;
}

int show_filter(const char *arch, const char *list) {
  static struct filter filter;
  struct terms terms;
  const char *unknown;
  bool first = true;
  uint32_t number = cb_equal(arch, "x86_64") ? ARCH_X86_64 : cb_equal(arch, "aarch64") ? ARCH_AARCH64 : 0;
  if (number == 0) return refuse("no such architecture", arch);
  if (!read_terms(&terms, list, &unknown)) return refuse("no such term, or one that came before", unknown);
  if (!make_filter(&filter, &terms, number)) return refuse("the filter would be too long", list);
  cb_put_format(&text, "{\"arch\":\"%s\",\"terms\":[", arch);
  for (size_t term = 0; term < term_count(); term++) {
    if (!has_term(terms, term)) continue;
    cb_put_format(&text, "%s\"%s\"", first ? "" : ",", term_name(term));
    first = false;
  }
  cb_put_text(&text, "],\"code\":[");
  for (unsigned i = 0; i < filter.length; i++) {
    const struct instruction *one = &filter.instructions[i];
    cb_put_format(&text, "%s[%u,%u,%u,%u]", i == 0 ? "" : ",", one->code, one->when_true, one->when_false, one->value);
    if (text.length > sizeof bytes / 2) flush();
  }
  cb_put_text(&text, "]}\n");
  flush();
  return 0;
}
