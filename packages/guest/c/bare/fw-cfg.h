/* The fw_cfg device of QEMU, by its ports (docs/specs/fw_cfg.txt). */
#ifndef CAPBENCH_BARE_FW_CFG_H
#define CAPBENCH_BARE_FW_CFG_H

#include <stdbool.h>

#include "ports.h"

#define FW_CFG_SELECTOR 0x510
#define FW_CFG_DATA 0x511
#define FW_CFG_SIGNATURE 0
#define FW_CFG_MEMORY 3
#define FW_CFG_CPUS 5

static inline bool fw_cfg_is_there(void) {
  out16(FW_CFG_SELECTOR, FW_CFG_SIGNATURE);
  for (const char *sign = "QEMU"; *sign != 0; sign++) {
    if (in8(FW_CFG_DATA) != (uint8_t)*sign) return false;
  }
  return true;
}

/* CPUs of the machine; 1 where the device is absent. */
static inline unsigned fw_cfg_cpus(void) {
  if (!fw_cfg_is_there()) return 1;
  out16(FW_CFG_SELECTOR, FW_CFG_CPUS);
  unsigned low = in8(FW_CFG_DATA);
  return low | (unsigned)in8(FW_CFG_DATA) << 8;
}

/* Bytes of RAM; 0 where the device is absent. */
static inline uint64_t fw_cfg_memory(void) {
  uint64_t size = 0;
  if (!fw_cfg_is_there()) return 0;
  out16(FW_CFG_SELECTOR, FW_CFG_MEMORY);
  for (int shift = 0; shift < 64; shift += 8) size |= (uint64_t)in8(FW_CFG_DATA) << shift;
  return size;
}

#endif
