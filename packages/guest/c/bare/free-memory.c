/* The memory behind the image. */
#include "capbench_bare.h"
#include "fw-cfg.h"
#include "layout.h"

/* Below 4 GiB every machine type of QEMU has RAM without holes up to here, if it has that much. */
#define WITHOUT_HOLES 0x80000000u

extern char cb_bare_image_end[];

void *cb_free_memory(uint64_t *size) {
  uint64_t start = ((uint64_t)(uintptr_t)cb_bare_image_end + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  uint64_t end = fw_cfg_memory();
  if (end > WITHOUT_HOLES) end = WITHOUT_HOLES;
  *size = end > start ? end - start : 0;
  return (void *)start;
}
