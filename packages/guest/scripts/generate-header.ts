/**
 * Writes `c/capbench_protocol.h`, and the constants in `rust/capbench.rs`, from the grammar in core, and the tables of
 * the launcher's filter from the authority vocabulary there.
 * Run with `pnpm --filter @capbench/guest generate`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { callsHeader, tableHeader } from '../src/filter/rule-table.ts'
import { vocabularyHeader } from '../src/filter/term-table.ts'
import { protocolHeader } from '../src/header/protocol-header.ts'
import { withProtocolConstants } from '../src/header/protocol-rust.ts'

const rust = join(import.meta.dirname, '../rust/capbench.rs')
writeFileSync(join(import.meta.dirname, '../c/capbench_protocol.h'), protocolHeader())
writeFileSync(rust, withProtocolConstants(readFileSync(rust, 'utf8')))
const filter = join(import.meta.dirname, '../c/launch/filter')
writeFileSync(join(filter, 'vocabulary.h'), vocabularyHeader())
writeFileSync(join(filter, 'table.h'), tableHeader())
writeFileSync(join(filter, 'calls.h'), callsHeader())
