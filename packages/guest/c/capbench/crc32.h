/* CRC-32 of IEEE 802.3, reflected polynomial 0xEDB88320, as in zlib; one table entry per nibble. */
#ifndef CAPBENCH_CRC32_H
#define CAPBENCH_CRC32_H

/* Continues `crc` (0 to start) over `size` more bytes. */
CB_UNUSED static inline uint32_t cb_crc32(uint32_t crc, const char *bytes, size_t size) {
  static const uint32_t table[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
  };
  crc = ~crc;
  for (size_t i = 0; i < size; i++) {
    crc ^= (unsigned char)bytes[i];
    crc = (crc >> 4) ^ table[crc & 15];
    crc = (crc >> 4) ^ table[crc & 15];
  }
  return ~crc;
}

#endif
