/*
 * Linked in with --wrap=hash_share: seals the timed region of each worker. A seccomp filter traps every system call
 * from there on; the handler writes down those inside the region and makes all of them after all. In a worker process
 * everything of the job's memory but the worker's own slot is read-only meanwhile. Afterwards a line on descriptor 3:
 * `<worker> <call> <call> ...`, by number.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "../../c/work.h"

/* linux/filter.h, linux/bpf_common.h and linux/seccomp.h, which a musl compiler does not find. */
struct instruction {
  uint16_t code;
  uint8_t if_true, if_false;
  uint32_t k;
};
struct filter {
  unsigned short length;
  struct instruction *program;
};
#define LOAD 0x20           /* BPF_LD | BPF_W | BPF_ABS */
#define JUMP_IF_EQUAL 0x15  /* BPF_JMP | BPF_JEQ | BPF_K */
#define RETURN 0x06         /* BPF_RET | BPF_K */
#define OFFSET_NUMBER 0     /* of struct seccomp_data */
#define OFFSET_SIXTH 56
#define MODE_FILTER 2
#define ALLOW 0x7fff0000u
#define TRAP 0x00030000u

#define PASS 0x73656c66 /* sixth argument of calls that the handler makes */
#define MOST_CALLS 64

void __real_hash_share(const struct job *job, unsigned worker);

static __thread volatile bool inside;
static __thread volatile unsigned count;
static __thread int calls[MOST_CALLS];

static void on_call(int number, siginfo_t *info, void *context) {
  int before = errno;
  mcontext_t *machine = &((ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
  greg_t *r = machine->gregs;
  long a = r[REG_RDI], b = r[REG_RSI], c = r[REG_RDX], d = r[REG_R10], e = r[REG_R8];
#elif defined(__aarch64__)
  long a = machine->regs[0], b = machine->regs[1], c = machine->regs[2], d = machine->regs[3], e = machine->regs[4];
#else
#error "the registers of a system call are not known for this architecture"
#endif
  if (inside && count < MOST_CALLS) calls[count++] = info->si_syscall;
  long result = syscall(info->si_syscall, a, b, c, d, e, PASS);
  if (result < 0) result = -errno;
#if defined(__x86_64__)
  r[REG_RAX] = result;
#else
  machine->regs[0] = (unsigned long)result;
#endif
  errno = before;
  (void)number;
}

static bool seal(void) {
  struct instruction program[] = {
    { LOAD, 0, 0, OFFSET_NUMBER }, { JUMP_IF_EQUAL, 2, 0, SYS_rt_sigreturn }, { LOAD, 0, 0, OFFSET_SIXTH },
    { JUMP_IF_EQUAL, 0, 1, PASS }, { RETURN, 0, 0, ALLOW },                   { RETURN, 0, 0, TRAP },
  };
  struct filter filter = { sizeof program / sizeof program[0], program };
  struct sigaction action = { .sa_sigaction = on_call, .sa_flags = SA_SIGINFO };
  return sigaction(SIGSYS, &action, NULL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, MODE_FILTER, &filter) == 0;
}

/* Threads see one memory, so what one may not write no sibling could. */
static bool protect(const struct job *job, unsigned worker) {
  if (job->scale != PROCESS_SCALE) return true;
  uint8_t *own = (uint8_t *)slot_of(job, worker), *behind = (uint8_t *)slot_of(job, worker + 1);
  uint8_t *end = job->memory + job_memory(job);
  return mprotect(job->memory, (size_t)(own - job->memory), PROT_READ) == 0 &&
         (behind == end || mprotect(behind, (size_t)(end - behind), PROT_READ) == 0);
}

void __wrap_hash_share(const struct job *job, unsigned worker) {
  char line[MOST_CALLS * 8];
  if (!protect(job, worker) || !seal()) _exit(125);
  inside = true;
  __real_hash_share(job, worker);
  inside = false;
  int length = snprintf(line, sizeof line, "%u", worker);
  for (unsigned i = 0; i < count; i++) length += snprintf(line + length, sizeof line - (size_t)length, " %d", calls[i]);
  line[length++] = '\n';
  if (write(3, line, (size_t)length) != length) _exit(125);
}
