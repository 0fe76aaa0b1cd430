import { guestExit, protocol } from '@capbench/core'
import { repetitions } from './repetitions.ts'

const head =
  '// Generated from packages/core/src/protocol/grammar.ts by scripts/generate-header.ts: do not edit up to the rule.\n'
const rule = `// ${'-'.repeat(117)}\n`

/** The constants of the grammar that `rust/capbench.rs` holds, one a line. */
function constants(): string {
  return [
    ['PREFIX: &str', JSON.stringify(protocol.prefix)],
    ['NONCE_NONE: &str', JSON.stringify(protocol.nonce.none)],
    ['NONCE_DIGITS: usize', `${repetitions(protocol.nonce.pattern)}`],
    ['MAX_TYPE_BYTES: usize', `${1 + repetitions(protocol.type.pattern)}`],
    ['MAX_LINE_BYTES: usize', `${protocol.maxLineBytes}`],
    ['MAX_RECORDS: u32', `${protocol.maxRecords}`],
    ['GUEST_EXIT_CLEAN: u8', `0x${guestExit.clean.value.toString(16)}`],
    ['GUEST_EXIT_FAILED: u8', `0x${guestExit.failed.value.toString(16)}`],
  ]
    .map(([name, value]) => `pub const ${name} = ${value};\n`)
    .join('')
}

/** The text of `rust/capbench.rs` with the constants that the grammar gives now; the rest of the file is kept. */
export function withProtocolConstants(source: string): string {
  const [before, rest, ...others] = source.split(head)
  const [, after, ...rules] = (rest ?? '').split(rule)
  if (before === undefined || after === undefined || others.length > 0 || rules.length > 0) {
    throw new Error('rust/capbench.rs must hold the head of its generated constants once, and below it the rule once')
  }
  return `${before}${head}${constants()}${rule}${after}`
}
