import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { protocolHeader } from '../../src/header/protocol-header.ts'
import { headerDirectory } from '../../src/package-root.ts'

test('the committed C header is what the grammar gives', () => {
  const committed = readFileSync(join(headerDirectory, 'capbench_protocol.h'), 'utf8')
  expect(committed, 'run `pnpm --filter @capbench/guest generate`').toBe(protocolHeader())
})
