#include "cmdline.h"

#include "capbench_bare.h"
#include "fault.h"
#include "layout.h"

#define MOST_BYTES 4096

/* Multiboot information structure (specification 0.6.96, section 3.3), as far as it is read. */
struct multiboot_info {
  uint32_t flags, memory_low, memory_high, boot_device, command_line;
};
#define MULTIBOOT_HAS_COMMAND_LINE 4

/* struct hvm_start_info of Xen (xen/include/public/arch-x86/hvm/start_info.h), as far as it is read. */
struct pvh_info {
  uint32_t magic, version, flags, modules;
  uint64_t module_list, command_line;
};

static const char *line_of(unsigned how, uint32_t loader) {
  if (how == BOOT_PVH) return (const char *)((const struct pvh_info *)(uintptr_t)loader)->command_line;
  const struct multiboot_info *info = (const struct multiboot_info *)(uintptr_t)loader;
  return (info->flags & MULTIBOOT_HAS_COMMAND_LINE) ? (const char *)(uintptr_t)info->command_line : NULL;
}

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char low = (char)(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* Decodes a word in place. */
static void decode(char *word) {
  char *out = word;
  if (cb_equal(word, "%")) word++;
  for (; *word != 0; word++) {
    if (*word != '%') {
      *out++ = *word;
      continue;
    }
    int high = digit(word[1]), low = high < 0 ? -1 : digit(word[2]);
    if (low < 0 || high + low == 0) cb_bare_panic("a % on the command line needs two hexadecimal digits, not 00");
    *out++ = (char)(high << 4 | low);
    word += 2;
  }
  *out = 0;
}

int cb_bare_arguments(unsigned how, uint32_t loader, char *arguments[MOST_ARGUMENTS + 1]) {
  static char text[MOST_BYTES];
  const char *line = line_of(how, loader);
  size_t length = 0;
  for (; line != NULL && line[length] != 0; length++) {
    if (length + 1 == sizeof text) cb_bare_panic("the command line is too long");
    text[length] = line[length] == ' ' ? 0 : line[length];
  }
  int skipped = how == BOOT_MULTIBOOT ? 1 : 0, count = 1;
  bool marked = false;
  for (size_t at = 0; at < length; at++) {
    if (text[at] == 0 || (at > 0 && text[at - 1] != 0)) continue;
    if (!marked && cb_equal(text + at, "--")) {
      marked = true;
      skipped = 0;
      count = 1;
    } else if (skipped > 0) {
      skipped--;
    } else {
      if (count == MOST_ARGUMENTS) cb_bare_panic("too many arguments on the command line");
      arguments[count++] = text + at;
    }
  }
  for (int i = 1; i < count; i++) decode(arguments[i]);
  arguments[0] = "bare";
  arguments[count] = NULL;
  return count;
}
