/* no-listener PROGRAM ARGS...: runs a program where the kernel refuses every filter with a listener, as old ones do. */
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct instruction {
  uint16_t code;
  uint8_t when_true, when_false;
  uint32_t value;
};

int main(int argc, char **argv) {
  /* seccomp(operation, flags, ...): flags with SECCOMP_FILTER_FLAG_NEW_LISTENER give EINVAL (struct seccomp_data) */
  static struct instruction code[] = {
    { 0x20, 0, 0, 0 },           /* the number */
    { 0x15, 0, 3, SYS_seccomp }, /* another call: allowed */
    { 0x20, 0, 0, 24 },          /* low half of the second argument */
    { 0x45, 0, 1, 8 },           /* without a listener: allowed */
    { 0x06, 0, 0, 0x00050000 | EINVAL },
    { 0x06, 0, 0, 0x7fff0000 },
  };
  struct {
    unsigned short length;
    struct instruction *code;
  } program = { sizeof code / sizeof code[0], code };
  if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 1;
  if (prctl(PR_SET_SECCOMP, 2 /* filter */, &program) != 0) return 1;
  execv(argv[1], argv + 1);
  return 1;
}
