/*
 * The kernel protects its code from itself, but not from the machine: fw_cfg, by which QEMU hands files to a guest,
 * copies them by DMA to any physical address (docs/specs/fw_cfg.rst of QEMU). One of its files is the initramfs, and
 * this program lies in it, so the code to be put into the kernel is found there.
 */
#define _GNU_SOURCE
#include "patch.h"

#include <endian.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096u
#define CODE_BYTES 16u
/* Without KASLR the kernel's own mapping begins here at physical address 0 (arch/x86/include/asm/page_64_types.h). */
#define KERNEL_MAP 0xffffffff80000000u

struct codes {
  unsigned char mark[16];
  unsigned char code[PATCHES][CODE_BYTES];
};

static const struct codes codes = {
  .mark = "capbench-patches",
  .code = {
    [PATCH_NULL_WRITE] = { 0x31, 0xc0, 0x89, 0x00 },                              /* xor eax, eax; mov [rax], eax */
    [PATCH_NON_CANONICAL] = { 0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0xad, 0xde, 0x89, 0 }, /* mov rax, 0xdead << 48; same */
    [PATCH_INVALID_OPCODE] = { 0x0f, 0x0b },                                      /* ud2 */
    [PATCH_NO_STACK] = { 0x31, 0xe4, 0x50 },                                      /* xor esp, esp; push rax */
    [PATCH_TRIPLE_FAULT] = { 0x6a, 0, 0x6a, 0, 0x0f, 0x01, 0x1c, 0x24, 0xcc },    /* an empty lidt; int3 */
    [PATCH_SPIN] = { 0xeb, 0xfe },                                                /* jmp . */
    [PATCH_SPIN_DEAF] = { 0xfa, 0xeb, 0xfe },                                     /* cli; jmp . */
  },
};

#if defined(__x86_64__)

#include <sys/io.h>

#define DMA_PORT 0x514
#define INITRD_ITEM 0x12u
#define INITRD_SIZE_ITEM 0x0bu
enum { DMA_ERROR = 1, DMA_READ = 2, DMA_SKIP = 4, DMA_SELECT = 8 };

struct dma {
  uint32_t control, length;
  uint64_t address;
};

/* A locked page of ours: the request, and the piece of the file that was read. */
struct window {
  struct dma request;
  unsigned char bytes[PAGE - sizeof(struct dma)];
};

static uint64_t physical(const void *address) {
  uint64_t entry = 0;
  int file = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  off_t at = (off_t)((uintptr_t)address / PAGE * sizeof entry);
  bool known = file >= 0 && pread(file, &entry, sizeof entry, at) == sizeof entry;
  close(file);
  return known ? (entry & ((UINT64_C(1) << 55) - 1)) * PAGE + (uintptr_t)address % PAGE : 0;
}

static bool transfer(volatile struct dma *request, uint64_t at, uint32_t control, uint32_t length, uint64_t to) {
  request->control = htobe32(control);
  request->length = htobe32(length);
  request->address = htobe64(to);
  outl(htobe32((uint32_t)(at >> 32)), DMA_PORT);
  outl(htobe32((uint32_t)at), DMA_PORT + 4);
  return (be32toh(request->control) & DMA_ERROR) == 0;
}

/* Copies a part of the initramfs to a physical address. */
static bool copy_initrd(struct window *window, uint32_t offset, uint32_t length, uint64_t to) {
  uint64_t at = physical(&window->request);
  uint32_t select = INITRD_ITEM << 16 | DMA_SELECT | DMA_SKIP;
  return at != 0 && transfer(&window->request, at, select, offset, 0) &&
         transfer(&window->request, at, DMA_READ, length, to);
}

/* Offset of the table in the initramfs, or UINT32_MAX. */
static uint32_t find_codes(struct window *window) {
  uint32_t size = 0;
  uint64_t at = physical(&window->request), to = physical(window->bytes);
  if (!transfer(&window->request, at, INITRD_SIZE_ITEM << 16 | DMA_SELECT | DMA_READ, sizeof size, to))
    return UINT32_MAX;
  memcpy(&size, window->bytes, sizeof size);
  uint32_t step = sizeof window->bytes - sizeof codes;
  for (uint32_t offset = 0; offset < size; offset += step) {
    if (!copy_initrd(window, offset, sizeof window->bytes, to)) return UINT32_MAX;
    const unsigned char *found = memmem(window->bytes, sizeof window->bytes, &codes, sizeof codes);
    if (found != NULL) return offset + (uint32_t)(found - window->bytes);
  }
  return UINT32_MAX;
}

static uint64_t address_of(const char *function) {
  char line[512], name[256];
  unsigned long long value, found = 0;
  FILE *file = fopen("/proc/kallsyms", "re");
  while (file != NULL && found == 0 && fgets(line, sizeof line, file) != NULL)
    if (sscanf(line, "%llx %*c %255s", &value, name) == 2 && strcmp(name, function) == 0) found = value;
  if (file != NULL) fclose(file);
  return found;
}

const char *patch_kernel(const char *function, enum patch patch) {
  uint64_t address = address_of(function);
  if (address < KERNEL_MAP) return "the kernel does not tell where the function is";
  struct window *window = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
  if (window == MAP_FAILED || iopl(3) != 0) return "root is needed";
  uint32_t offset = find_codes(window);
  if (offset == UINT32_MAX) return "the program was not found in the initramfs";
  offset += offsetof(struct codes, code) + patch * CODE_BYTES;
  return copy_initrd(window, offset, CODE_BYTES, address - KERNEL_MAP) ? NULL : "the machine refused to copy";
}

#else

const char *patch_kernel(const char *function, enum patch patch) {
  (void)function;
  (void)codes.code[patch];
  return "this needs an x86-64 guest";
}

#endif
