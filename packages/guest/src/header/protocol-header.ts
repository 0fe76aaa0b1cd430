import { guestExit, protocol } from '@capbench/core'
import { repetitions } from './repetitions.ts'

/** The text of `c/capbench_protocol.h`: the constants of the grammar that C programs need. */
export function protocolHeader(): string {
  const constants = [
    ['CB_PREFIX', JSON.stringify(protocol.prefix)],
    ['CB_NONCE_NONE', JSON.stringify(protocol.nonce.none)],
    ['CB_NONCE_DIGITS', `${repetitions(protocol.nonce.pattern)}u`],
    ['CB_MAX_LINE_BYTES', `${protocol.maxLineBytes}u`],
    ['CB_MAX_RECORDS', `${protocol.maxRecords}u`],
    ['CB_GUEST_EXIT_CLEAN', `0x${guestExit.clean.value.toString(16)}`],
    ['CB_GUEST_EXIT_FAILED', `0x${guestExit.failed.value.toString(16)}`],
  ]
  return [
    '/* Generated from packages/core/src/protocol/grammar.ts by scripts/generate-header.ts: do not edit. */',
    '#ifndef CAPBENCH_PROTOCOL_H',
    '#define CAPBENCH_PROTOCOL_H',
    '',
    ...constants.map(([name, value]) => `#define ${name} ${value}`),
    '',
    '#endif',
    '',
  ].join('\n')
}
