/* Mapping memory, and the first touch of what is mapped. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "all.h"

#define PAGE 4096u
#define AREA (64 << 10)
#define FILE_PAGES 1024u

static int file = -1;
static char path[128];

static bool mapped(struct env *env, void *area) {
  HOLD(env, area != MAP_FAILED, "system-call", "mmap: %s", strerror(errno));
  return true;
}

static u64 minor_faults(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (u64)usage.ru_minflt;
}

/* `n` pages, each written before anything is read of it: a read first would cost two faults. */
bool fault_anonymous_body(struct env *env, u64 n) {
  for (u64 done = 0; done < n;) {
    u64 pages = n - done < 1024 ? n - done : 1024;
    volatile unsigned char *area = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!mapped(env, (void *)area)) return false;
    madvise((void *)area, pages * PAGE, MADV_NOHUGEPAGE);
    u64 before = minor_faults();
    for (u64 i = 0; i < pages; i++) {
      if (MUTATED(MUTATE_SKIP_WORK) && i % 8 == 1) continue;
      area[i * PAGE + 8] = 1;
    }
    u64 faults = minor_faults() - before;
    bool as_many = faults * 100 >= pages * 98 && faults * 100 <= pages * 102 + 400;
    HOLD(env, as_many, "fault-count", "%llu faults of %llu pages", (unsigned long long)faults,
         (unsigned long long)pages);
    unsigned other = 0;
    for (u64 i = 0; i < pages; i += 97) other |= area[i * PAGE + 9];
    HOLD(env, other == 0, "zeroed-page", "a new page held 0x%x", other);
    munmap((void *)area, pages * PAGE);
    done += pages;
  }
  return true;
}

/* Pages of a file in the cache, each with its number; the kernel may map several at one fault. */
bool fault_file_open(struct env *env) {
  static unsigned char page[PAGE];
  scratch_path(path, env->scratch, "pages");
  file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  CALL(env, file, path);
  for (u64 i = 0; i < FILE_PAGES; i++) {
    u64 mark = i * 3 + 1;
    memcpy(page, &mark, 8);
    HOLD(env, write(file, page, PAGE) == PAGE, "system-call", "write: %s", strerror(errno));
  }
  return true;
}

bool fault_file_body(struct env *env, u64 n) {
  for (u64 done = 0; done < n;) {
    u64 pages = n - done < FILE_PAGES ? n - done : FILE_PAGES;
    unsigned char *area = mmap(NULL, FILE_PAGES * PAGE, PROT_READ, MAP_PRIVATE, file, 0);
    if (!mapped(env, area)) return false;
    for (u64 i = 0; i < pages; i++) {
      u64 mark = *(volatile u64 *)(area + i * PAGE), wanted = i * 3 + 1;
      if (MUTATED(MUTATE_FLIP_BIT)) mark ^= 1;
      HOLD(env, mark == wanted, "page-content", "page %llu holds %llu", (unsigned long long)i,
           (unsigned long long)mark);
    }
    munmap(area, FILE_PAGES * PAGE);
    done += pages;
  }
  return true;
}

bool fault_file_close(struct env *env) {
  close(file);
  HOLD(env, unlink(path) == 0, "system-call", "unlink: %s", strerror(errno));
  return true;
}

bool map_unmap_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    void *area = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!mapped(env, area)) return false;
    HOLD(env, munmap(area, AREA) == 0, "system-call", "munmap: %s", strerror(errno));
    HOLD(env, MUTATED(MUTATE_SKIP_WORK) || i > 0 || msync(area, PAGE, MS_ASYNC) != 0, "unmapped", "it is still there");
    if (MUTATED(MUTATE_SKIP_WORK)) return failed(env, "unmapped", "it is still there");
  }
  return true;
}

bool map_touch_unmap_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    volatile unsigned char *area = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    unsigned found = 0;
    if (!mapped(env, (void *)area)) return false;
    for (unsigned at = 0; at < AREA; at += PAGE) {
      area[at] = 1;
      found += area[at + 1] + area[at];
    }
    if (MUTATED(MUTATE_SKIP_WORK)) found--;
    HOLD(env, found == AREA / PAGE, "page-content", "%u pages of %u", found, AREA / PAGE);
    HOLD(env, munmap((void *)area, AREA) == 0, "system-call", "munmap: %s", strerror(errno));
  }
  return true;
}

static unsigned char *kept;

bool protect_open(struct env *env) {
  kept = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (!mapped(env, kept)) return false;
  memset(kept, 1, AREA);
  return true;
}

/* To read-only and back, which is one operation. */
bool protect_body(struct env *env, u64 n) {
  u64 good = 0;
  for (u64 i = 0; i < n; i++)
    good += mprotect(kept, AREA, PROT_READ) == 0 && mprotect(kept, AREA, PROT_READ | PROT_WRITE) == 0;
  if (MUTATED(MUTATE_SKIP_WORK)) good--;
  HOLD(env, good == n, "count", "%llu of %llu: %s", (unsigned long long)good, (unsigned long long)n, strerror(errno));
  (*(volatile unsigned char *)kept)++; /* it can be written again */
  return true;
}

bool protect_close(struct env *env) {
  HOLD(env, munmap(kept, AREA) == 0, "system-call", "munmap: %s", strerror(errno));
  return true;
}

/* Memory without a file, mapped a second time: what one mapping writes the other shows. */
bool map_shared_open(struct env *env) {
  file = memfd_create("osbench", MFD_CLOEXEC);
  CALL(env, file, "memfd_create");
  HOLD(env, ftruncate(file, AREA) == 0, "system-call", "ftruncate: %s", strerror(errno));
  kept = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (!mapped(env, kept)) return false;
  memset(kept, 0, AREA);
  return true;
}

bool map_shared_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    volatile u64 *there = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (!mapped(env, (void *)there)) return false;
    *(volatile u64 *)kept = MUTATED(MUTATE_SKIP_WORK) ? ~i : i;
    HOLD(env, *there == i, "shared-content", "%llu is seen where %llu was written", (unsigned long long)*there,
         (unsigned long long)i);
    HOLD(env, munmap((void *)there, AREA) == 0, "system-call", "munmap: %s", strerror(errno));
  }
  return true;
}

bool map_shared_close(struct env *env) {
  munmap(kept, AREA);
  HOLD(env, close(file) == 0, "system-call", "close: %s", strerror(errno));
  return true;
}
