/** Writes `c/capbench_protocol.h` from the grammar in core. Run with `pnpm --filter @capbench/guest generate`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { protocolHeader } from '../src/header/protocol-header.ts'

writeFileSync(join(import.meta.dirname, '../c/capbench_protocol.h'), protocolHeader())
