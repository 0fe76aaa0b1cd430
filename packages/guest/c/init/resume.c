#define _GNU_SOURCE
#include "resume.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

#include "../capbench.h"
#include "serial.h"

#define SEED_BYTES 32
/* linux/random.h, which not every C library comes with */
#define RND_ADD_ENTROPY _IOW('R', 0x03, int[2])
#define RND_RESEED_CRNG _IO('R', 0x07)
#define MEBIBYTE ((size_t)1 << 20)
#define MOST_CLEARED (128 * MEBIBYTE)
#define LEFT_ALONE (8 * MEBIBYTE)

/* The kernel zeroes a page before a process gets it. Zero pages cost a saved state next to nothing. */
static void clear_free_memory(void) {
  struct sysinfo info;
  if (sysinfo(&info) != 0) return;
  size_t size = (size_t)info.freeram * info.mem_unit;
  if (size < 2 * LEFT_ALONE) return;
  size = size > MOST_CLEARED ? MOST_CLEARED : size - LEFT_ALONE;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory != MAP_FAILED) munmap(memory, size);
}

bool await_order(int line, char *text, size_t size) {
  clear_free_memory();
  if (cb_os_write(line, READY_TO_SAVE, sizeof READY_TO_SAVE - 1) != sizeof READY_TO_SAVE - 1) return false;
  drain_serial(line);
  for (size_t length = 0; length < size; length++) {
    if (read(line, text + length, 1) != 1) return false;
    if (text[length] != '\n') continue;
    text[length] = 0;
    return true;
  }
  return false;
}

static bool read_seed(unsigned char seed[SEED_BYTES], const char *text) {
  if (strlen(text) != (size_t)2 * SEED_BYTES) return false;
  for (size_t i = 0; i < (size_t)2 * SEED_BYTES; i++) {
    static const char digits[] = "0123456789abcdef";
    const char *digit = strchr(digits, text[i]);
    if (digit == NULL) return false;
    seed[i / 2] = (unsigned char)(seed[i / 2] << 4 | (digit - digits));
  }
  return true;
}

static const char *feed_random(const char *text) {
  struct {
    int entropy_bits, size;
    unsigned char bytes[SEED_BYTES];
  } pool = { .entropy_bits = SEED_BYTES * 8, .size = SEED_BYTES };
  if (!read_seed(pool.bytes, text)) return "capbench.seed is not 64 hexadecimal digits";
  int random = open("/dev/urandom", O_RDWR | O_CLOEXEC);
  if (random < 0 || ioctl(random, RND_ADD_ENTROPY, &pool) != 0 || ioctl(random, RND_RESEED_CRNG) != 0)
    return "the random generator took no seed";
  close(random);
  return NULL;
}

const char *catch_up(const struct order *order) {
  if (order->time != NULL) {
    uint64_t ms;
    if (!cb_parse_u64(order->time, &ms)) return "capbench.time is no number";
    struct timespec now = { .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000 };
    if (clock_settime(CLOCK_REALTIME, &now) != 0) return "the wall clock cannot be set";
  }
  return order->seed == NULL ? NULL : feed_random(order->seed);
}
