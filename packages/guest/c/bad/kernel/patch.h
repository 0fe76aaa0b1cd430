/* Overwrites code of the running kernel, so that a real kernel meets a real fault; root in a guest of QEMU only. */
#ifndef BAD_KERNEL_PATCH_H
#define BAD_KERNEL_PATCH_H

enum patch {
  PATCH_NULL_WRITE,
  PATCH_NON_CANONICAL,
  PATCH_INVALID_OPCODE,
  PATCH_NO_STACK,
  PATCH_TRIPLE_FAULT,
  PATCH_SPIN,
  PATCH_SPIN_DEAF,
  PATCHES
};

/* Puts the code at the begin of a kernel function. Returns NULL, or what could not be done. */
const char *patch_kernel(const char *function, enum patch patch);

#endif
