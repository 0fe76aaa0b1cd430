#define _GNU_SOURCE
#include "hang.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "../../capbench.h"

#define PAGE 4096

/* include/uapi/linux/userfaultfd.h; musl comes without the kernel's headers */
#define UFFD_API UINT64_C(0xaa)
#define UFFD_MISSING UINT64_C(1)
struct uffd_api {
  uint64_t api, features, ioctls;
};
struct uffd_register {
  uint64_t start, length, mode, ioctls;
};
#define UFFDIO_API _IOWR(0xaa, 0x3f, struct uffd_api)
#define UFFDIO_REGISTER _IOWR(0xaa, 0x00, struct uffd_register)

int spin(void) {
  volatile unsigned turns = 0;
  for (;;) turns++;
}

int wait_for_ever(void) {
  for (;;) pause();
}

/* A page whose first touch waits for somebody who never comes. */
static void *endless_page(void) {
  int file = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
  struct uffd_api api = { .api = UFFD_API };
  void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (file < 0 || page == MAP_FAILED || ioctl(file, UFFDIO_API, &api) != 0) return NULL;
  struct uffd_register range = { .start = (uintptr_t)page, .length = PAGE, .mode = UFFD_MISSING };
  return ioctl(file, UFFDIO_REGISTER, &range) == 0 ? page : NULL;
}

static int told_after_a_second(void) {
  int file = open("/proc/sys/kernel/hung_task_timeout_secs", O_WRONLY | O_CLOEXEC);
  return file >= 0 && write(file, "1", 1) == 1;
}

int hung_task(void) {
  int ends[2];
  void *page = endless_page();
  if (page == NULL || !told_after_a_second() || pipe(ends) != 0) return 1;
  /* The kernel holds the pipe's mutex while it copies from the page; who writes next waits for that mutex. */
  if (fork() == 0) {
    usleep(200000);
    (void)!write(ends[1], "", 1);
    _exit(0);
  }
  (void)!write(ends[1], page, PAGE);
  return 1;
}
