/**
 * Writes `c/capbench_protocol.h`, and the constants in `rust/capbench.rs`, from the grammar in core.
 * Run with `pnpm --filter @capbench/guest generate`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { protocolHeader } from '../src/header/protocol-header.ts'
import { withProtocolConstants } from '../src/header/protocol-rust.ts'

const rust = join(import.meta.dirname, '../rust/capbench.rs')
writeFileSync(join(import.meta.dirname, '../c/capbench_protocol.h'), protocolHeader())
writeFileSync(rust, withProtocolConstants(readFileSync(rust, 'utf8')))
