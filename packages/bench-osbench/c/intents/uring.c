/*
 * io_uring by its system calls (io_uring_setup(2), io_uring_enter(2)): entries that do nothing, one or many a call, and
 * messages between two rings. Where the structures come from: include/uapi/linux/io_uring.h of Linux 5.18.
 */
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "all.h"

#define ENTRIES 32u
#define OP_NOP 0
#define OP_MSG_RING 40
#define ENTER_GETEVENTS 1u
#define OFFSET_SQES 0x10000000
#define OFFSET_CQ 0x8000000

struct entry { /* io_uring_sqe */
  uint8_t operation, flags;
  uint16_t priority;
  int32_t descriptor;
  uint64_t offset, address;
  uint32_t length, more_flags;
  uint64_t user_data, unused[3];
};

struct completion { /* io_uring_cqe */
  uint64_t user_data;
  int32_t result;
  uint32_t flags;
};

struct offsets {
  uint32_t head, tail, mask, entries, flags_or_overflow, dropped_or_cqes, array_or_flags, unused[3];
};

struct parameters { /* io_uring_params */
  uint32_t sq_entries, cq_entries, flags, cpu, idle, features, queue, unused[3];
  struct offsets sq, cq;
};

struct queue {
  int descriptor;
  char *sq, *cq;
  struct entry *entries;
  struct parameters parameters;
};

static struct queue own, other;
static u64 number;

static atomic_uint *word(char *ring, uint32_t offset) {
  return (atomic_uint *)(void *)(ring + offset);
}

static bool open_queue(struct env *env, struct queue *queue) {
  memset(queue, 0, sizeof *queue);
  queue->descriptor = (int)syscall(SYS_io_uring_setup, ENTRIES, &queue->parameters);
  CALL(env, queue->descriptor, "io_uring_setup");
  int prot = PROT_READ | PROT_WRITE, flags = MAP_SHARED | MAP_POPULATE;
  queue->sq = mmap(NULL, 4096, prot, flags, queue->descriptor, 0);
  queue->cq = mmap(NULL, 4096, prot, flags, queue->descriptor, OFFSET_CQ);
  queue->entries = mmap(NULL, ENTRIES * sizeof(struct entry), prot, flags, queue->descriptor, OFFSET_SQES);
  HOLD(env, queue->sq != MAP_FAILED && queue->cq != MAP_FAILED && (void *)queue->entries != MAP_FAILED, "system-call",
       "mmap of a ring: %s", strerror(errno));
  return true;
}

static void close_queue(struct queue *queue) {
  munmap(queue->sq, 4096), munmap(queue->cq, 4096), munmap(queue->entries, ENTRIES * sizeof(struct entry));
  close(queue->descriptor);
}

static void submit(struct queue *queue, struct entry entry) {
  const struct offsets *at = &queue->parameters.sq;
  uint32_t tail = atomic_load_explicit(word(queue->sq, at->tail), memory_order_relaxed), slot = tail & (ENTRIES - 1);
  queue->entries[slot] = entry;
  *(uint32_t *)(void *)(queue->sq + at->array_or_flags + slot * 4) = slot;
  atomic_store_explicit(word(queue->sq, at->tail), tail + 1, memory_order_release);
}

static long enter(struct queue *queue, unsigned count, unsigned wait) {
  return syscall(SYS_io_uring_enter, queue->descriptor, count, wait, wait > 0 ? ENTER_GETEVENTS : 0u, NULL, 0);
}

/* The next completion; false where there is none. */
static bool reap(struct queue *queue, struct completion *found) {
  const struct offsets *at = &queue->parameters.cq;
  uint32_t head = atomic_load_explicit(word(queue->cq, at->head), memory_order_relaxed);
  if (head == atomic_load_explicit(word(queue->cq, at->tail), memory_order_acquire)) return false;
  uint32_t mask = *(uint32_t *)(void *)(queue->cq + at->mask);
  *found = ((struct completion *)(void *)(queue->cq + at->dropped_or_cqes))[head & mask];
  atomic_store_explicit(word(queue->cq, at->head), head + 1, memory_order_release);
  return true;
}

bool uring_nop_open(struct env *env) {
  number = 0;
  return open_queue(env, &own);
}

/* `amount` entries a call; each completion must carry the number of its entry. */
bool uring_nop_body(struct env *env, u64 n) {
  unsigned batch = env->intent->amount;
  for (u64 i = 0; i < n; i++) {
    u64 first = number;
    for (unsigned k = 0; k < batch; k++) submit(&own, (struct entry){ .operation = OP_NOP, .user_data = number++ });
    long taken = enter(&own, batch, batch);
    HOLD(env, taken == (long)batch, "entry-count", "%ld of %u entries were taken: %s", taken, batch, strerror(errno));
    for (unsigned k = 0; k < batch; k++) {
      struct completion done;
      HOLD(env, reap(&own, &done), "completion-count", "%u of %u came", k, batch);
      if (MUTATED(MUTATE_WRONG_ECHO)) done.user_data++;
      HOLD(env, done.user_data == first + k && done.result == 0, "completion", "%llu with result %d",
           (unsigned long long)done.user_data, done.result);
    }
  }
  return true;
}

bool uring_nop_close(struct env *env) {
  (void)env;
  close_queue(&own);
  return true;
}

/* The other side: whatever arrives goes back with its complement, until a zero comes. */
_Noreturn static void answer(void) {
  struct completion came;
  for (u64 count = 0;; count++) {
    while (!reap(&other, &came)) {
      if (enter(&other, 0, 1) < 0) _exit(124);
    }
    if (came.result == 0) _exit((int)(count & 0x3f));
    u64 back = ~came.user_data ^ (MUTATED(MUTATE_WRONG_ECHO) ? 1 : 0);
    /* The completion of the sending itself is not wanted, and the flag for that is the 64th bit of none of ours. */
    submit(&other, (struct entry){ .operation = OP_MSG_RING, .flags = 1 << 6, .descriptor = own.descriptor,
                                   .length = 1, .offset = back });
    if (enter(&other, 1, 0) != 1) _exit(123);
  }
}

static bool send(struct env *env, u64 value, unsigned length) {
  submit(&own, (struct entry){ .operation = OP_MSG_RING, .flags = 1 << 6, .descriptor = other.descriptor,
                               .length = length, .offset = value });
  long taken = enter(&own, 1, 0);
  HOLD(env, taken == 1, "entry-count", "%ld entries were taken: %s", taken, strerror(errno));
  return true;
}

bool uring_message_open(struct env *env) {
  number = 0;
  if (!open_queue(env, &own) || !open_queue(env, &other)) return false;
  pid_t pid = start_peer(env, place_of_peer(env));
  if (pid == 0) answer();
  return pid > 0;
}

bool uring_message_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    struct completion came;
    u64 sent = ++number;
    if (!send(env, sent, 1)) return false;
    while (!reap(&own, &came))
      HOLD(env, enter(&own, 0, 1) >= 0, "system-call", "io_uring_enter: %s", strerror(errno));
    HOLD(env, came.result == 1, "message", "the result is %d: %s", came.result,
         came.result < 0 ? strerror(-came.result) : "");
    HOLD(env, came.user_data == ~sent, "echo", "%llx came for %llx", (unsigned long long)came.user_data,
         (unsigned long long)sent);
  }
  return true;
}

bool uring_message_close(struct env *env) {
  if (!send(env, 0, 0)) return false;
  bool ended = end_peers(env, (int)(number & 0x3f));
  close_queue(&own), close_queue(&other);
  return ended;
}
