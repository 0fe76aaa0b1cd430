/* Generated from packages/core/src/protocol/grammar.ts by scripts/generate-header.ts: do not edit. */
#ifndef CAPBENCH_PROTOCOL_H
#define CAPBENCH_PROTOCOL_H

#define CB_PREFIX "@CB1"
#define CB_NONCE_NONE "-"
#define CB_NONCE_DIGITS 32u
#define CB_MAX_LINE_BYTES 4096u
#define CB_MAX_RECORDS 65536u
#define CB_GUEST_EXIT_CLEAN 0x10
#define CB_GUEST_EXIT_FAILED 0x11

#endif
