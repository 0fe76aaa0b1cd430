/**
 * The guest protocol, as data. The constants of the C header and of the Rust file of `@capbench/guest` are generated
 * from this file and a test refuses drift; `docs/protocol.md` explains it to authors of other systems.
 *
 * A record is one line: `@CB1 <nonce> <sequence> <type> <json>\n`
 *
 * - the prefix stands at the start of a line and carries the protocol version;
 * - the nonce is the one this boot was given: 32 lower-case hexadecimal digits, or `-` where none could be delivered;
 * - the sequence number counts from 0 without gaps;
 * - `begin` is record 0, `end` the last one: `{"count":C,"crc32":"xxxxxxxx"}`, where C is the number of records
 *   before it
 *   and crc32 the CRC-32 (IEEE 802.3, as in zlib) over the bytes of exactly those lines, each with its final LF and
 *   without a CR that a terminal line discipline may have put before it.
 */
export const protocol = {
  version: 1,
  prefix: '@CB1',
  nonce: { pattern: '^(?:[0-9a-f]{32}|-)$', none: '-' },
  type: { pattern: '^[a-z][a-z0-9_]{0,31}$' },
  /** Longest line in bytes, final LF included. */
  maxLineBytes: 4096,
  /** Most records of one stream, `begin` and `end` included. */
  maxRecords: 65_536,
  reserved: ['begin', 'mark', 'end'],
} as const

/** How a boot learns its nonce. */
export const nonceDeliveries = ['argv', 'cmdline', 'fw_cfg', 'serial-input', 'none'] as const
/** How a program is told the nonce of its run. */
export type NonceDelivery = (typeof nonceDeliveries)[number]

/**
 * Channels of a run. On Linux the program writes its records to descriptor 1 and its diagnostics to descriptor 2; the
 * launcher reports on a descriptor that the program never holds.
 */
export const channels = {
  console: 'what the machine itself prints (guest: ttyS0)',
  records: 'records of the workload (guest: ttyS1)',
  diagnostics: 'free text of the workload (guest: ttyS2)',
  launcher: 'records of the init and launcher (guest: ttyS3)',
  driver: 'what the driver on the host prints (QEMU: standard error)',
} as const
/** A channel on which a run is captured. */
export type ChannelName = keyof typeof channels

/** Exit signals that a guest of ours gives through isa-debug-exit: written value v leaves QEMU with `(v << 1) | 1`. */
export const guestExit = {
  clean: { value: 0x10, code: 33 },
  failed: { value: 0x11, code: 35 },
} as const
