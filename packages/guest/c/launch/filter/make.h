/*
 * The seccomp filter of a set of terms, as classic BPF. Every call that the terms do not grant is answered by
 * SECCOMP_RET_USER_NOTIF, so are calls of another architecture or ABI, and numbers that the table does not know.
 * Always notified, whatever is granted, as the points where the supervisor may hold the program: `execveat` (which only
 * the launcher needs to use; a program that may exec uses `execve`, which then passes) and `set_tid_address`, the
 * first call of libc after exec. `name_call` says of both whether they are granted.
 */
#ifndef LAUNCH_FILTER_MAKE_H
#define LAUNCH_FILTER_MAKE_H

#include "terms.h"

/* AUDIT_ARCH_* of <linux/audit.h>, which musl does not bring. */
#define ARCH_X86_64 0xc000003eu
#define ARCH_AARCH64 0xc00000b7u
#define ARCH_I386 0x40000003u
#if defined(__x86_64__)
#define ARCH_OWN ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH_OWN ARCH_AARCH64
#endif

/* BPF_MAXINSNS: what the kernel accepts. */
#define FILTER_MAX 4096

/* Same layout as struct sock_filter. */
struct instruction {
  uint16_t code;
  uint8_t when_true, when_false;
  uint32_t value;
};

/* The first two members are in order and type those of struct sock_fprog, so `&filter` fits seccomp(2)... */
struct filter {
  unsigned short length;
  struct instruction *code; /* ...once it points at `instructions`, which make_filter sees to: do not copy this */
  struct instruction instructions[FILTER_MAX];
};

/* False when `arch` is neither ARCH_X86_64 nor ARCH_AARCH64, or the program would be too long. */
bool make_filter(struct filter *filter, const struct terms *granted, uint32_t arch);

#endif
