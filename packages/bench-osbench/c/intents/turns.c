/* Two processes that wake each other in turn: by futex, System V semaphores, record locks, descriptors. */
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "all.h"

#define OURS 0u
#define THEIRS 1u
#define OVER 2u

struct table {
  _Alignas(128) atomic_uint turn;
  _Alignas(128) atomic_ullong counts[2];
};

static struct table *table;
static int semaphores = -1, file = -1, pair[2];
static char path[128];

static bool share(struct env *env) {
  table = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  HOLD(env, table != MAP_FAILED, "system-call", "mmap: %s", strerror(errno));
  return true;
}

/* Waits until the turn is not `not` any more; what it is then. */
static unsigned await_turn(unsigned not) {
  unsigned turn;
  while ((turn = atomic_load_explicit(&table->turn, memory_order_acquire)) == not)
    syscall(SYS_futex, &table->turn, 0 /* FUTEX_WAIT */, not, NULL, NULL, 0);
  return turn;
}

static void give_turn(unsigned to) {
  atomic_store_explicit(&table->turn, to, memory_order_release);
  syscall(SYS_futex, &table->turn, 1 /* FUTEX_WAKE */, 1, NULL, NULL, 0);
}

bool futex_turns_open(struct env *env) {
  if (!share(env)) return false;
  pid_t pid = start_peer(env, place_of_peer(env));
  if (pid != 0) return pid > 0;
  while (await_turn(OURS) == THEIRS) {
    atomic_fetch_add_explicit(&table->counts[1], MUTATED(MUTATE_SKIP_WORK) ? 0 : 1, memory_order_relaxed);
    give_turn(OURS);
  }
  _exit(0);
}

static bool counts_agree(struct env *env, u64 before, u64 n) {
  u64 theirs = atomic_load(&table->counts[1]) - before;
  HOLD(env, theirs == n, "turn-count", "%llu turns here, %llu there", (unsigned long long)n,
       (unsigned long long)theirs);
  return true;
}

bool futex_turns_body(struct env *env, u64 n) {
  u64 before = atomic_load(&table->counts[1]);
  for (u64 i = 0; i < n; i++) {
    HOLD(env, atomic_load_explicit(&table->turn, memory_order_acquire) == OURS, "ownership", "it was not our turn");
    give_turn(THEIRS);
    await_turn(THEIRS);
  }
  return counts_agree(env, before, n);
}

bool futex_turns_close(struct env *env) {
  give_turn(OVER);
  bool ended = end_peers(env, 0);
  munmap(table, sizeof *table);
  return ended;
}

static bool change(unsigned short which, short by) {
  struct sembuf step = { which, by, 0 };
  return semop(semaphores, &step, 1) == 0;
}

bool semaphore_turns_open(struct env *env) {
  if (!share(env)) return false;
  semaphores = semget(IPC_PRIVATE, 2, 0600);
  CALL(env, semaphores, "semget");
  semctl(semaphores, 0, SETVAL, 0);
  semctl(semaphores, 1, SETVAL, 0);
  pid_t pid = start_peer(env, place_of_peer(env));
  if (pid != 0) return pid > 0;
  while (change(0, -1)) {
    if (atomic_load(&table->turn) == OVER) _exit(0);
    atomic_fetch_add_explicit(&table->counts[1], MUTATED(MUTATE_SKIP_WORK) ? 0 : 1, memory_order_relaxed);
    if (!change(1, 1)) break;
  }
  _exit(124);
}

bool semaphore_turns_body(struct env *env, u64 n) {
  u64 before = atomic_load(&table->counts[1]);
  for (u64 i = 0; i < n; i++)
    HOLD(env, change(0, 1) && change(1, -1), "system-call", "semop: %s", strerror(errno));
  return counts_agree(env, before, n);
}

bool semaphore_turns_close(struct env *env) {
  atomic_store(&table->turn, OVER);
  change(0, 1);
  bool ended = end_peers(env, 0);
  munmap(table, sizeof *table);
  HOLD(env, semctl(semaphores, 0, IPC_RMID) == 0, "system-call", "semctl: %s", strerror(errno));
  return ended;
}

/* A record lock of one byte: 0 to 2 are handed round so that each side waits for the other. */
static bool lock(short type, off_t at) {
  struct flock request = { .l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 1 };
  return fcntl(file, F_SETLKW, &request) == 0;
}

/* An uncontended pair: one lock taken and given back. */
bool lock_turns_open(struct env *env) {
  scratch_path(path, env->scratch, "lock");
  file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  CALL(env, file, path);
  return true;
}

bool lock_turns_body(struct env *env, u64 n) {
  u64 good = 0;
  for (u64 i = 0; i < n; i++) good += lock(F_WRLCK, 0) && lock(F_UNLCK, 0);
  if (MUTATED(MUTATE_SKIP_WORK)) good--;
  HOLD(env, good == n, "count", "%llu of %llu: %s", (unsigned long long)good, (unsigned long long)n, strerror(errno));
  return true;
}

bool lock_turns_close(struct env *env) {
  close(file);
  HOLD(env, unlink(path) == 0, "system-call", "unlink: %s", strerror(errno));
  return true;
}

union control {
  struct cmsghdr head;
  char bytes[CMSG_SPACE(sizeof(int))];
};

static bool pass(int socket_, int descriptor) {
  char byte = 1;
  union control control = { 0 };
  struct iovec part = { &byte, 1 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                            .msg_controllen = sizeof control };
  struct cmsghdr *head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET, head->cmsg_type = SCM_RIGHTS, head->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
  return sendmsg(socket_, &message, 0) == 1;
}

/* The descriptor that came, or -1. */
static int take(int socket_) {
  char byte;
  int descriptor = -1;
  union control control;
  struct iovec part = { &byte, 1 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                            .msg_controllen = sizeof control };
  if (recvmsg(socket_, &message, MSG_CMSG_CLOEXEC) != 1) return -1;
  struct cmsghdr *head = CMSG_FIRSTHDR(&message);
  if (head != NULL && head->cmsg_type == SCM_RIGHTS) memcpy(&descriptor, CMSG_DATA(head), sizeof descriptor);
  return descriptor;
}

/* A descriptor goes there and its duplicate comes back. */
bool pass_descriptor_open(struct env *env) {
  HOLD(env, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "system-call", "socketpair: %s",
       strerror(errno));
  pid_t pid = start_peer(env, place_of_peer(env));
  if (pid == 0) {
    close(pair[0]);
    for (int got; (got = take(pair[1])) >= 0;) {
      if (!pass(pair[1], got)) _exit(124);
      close(got);
    }
    _exit(0);
  }
  close(pair[1]);
  return pid > 0;
}

bool pass_descriptor_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    HOLD(env, pass(pair[0], 2), "system-call", "sendmsg: %s", strerror(errno));
    int got = take(pair[0]);
    HOLD(env, got > pair[0], "descriptor", "none came back");
    if (!MUTATED(MUTATE_LEAK_DESCRIPTOR) || i > 0) close(got);
  }
  return true;
}

bool pass_descriptor_close(struct env *env) {
  close(pair[0]);
  return end_peers(env, 0);
}
