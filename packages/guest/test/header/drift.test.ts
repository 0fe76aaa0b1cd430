import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { protocolHeader } from '../../src/header/protocol-header.ts'
import { withProtocolConstants } from '../../src/header/protocol-rust.ts'
import { headerDirectory, packageRoot } from '../../src/package-root.ts'

const remedy = 'run `pnpm --filter @capbench/guest generate`'

test('the committed C header is what the grammar gives', () => {
  const committed = readFileSync(join(headerDirectory, 'capbench_protocol.h'), 'utf8')
  expect(committed, remedy).toBe(protocolHeader())
})

test('the constants in the Rust file are what the grammar gives', () => {
  const committed = readFileSync(join(packageRoot, 'rust/capbench.rs'), 'utf8')
  expect(committed, remedy).toBe(withProtocolConstants(committed))
  const drifted = committed.replace('MAX_LINE_BYTES: usize = 4096', 'MAX_LINE_BYTES: usize = 8192')
  expect(withProtocolConstants(drifted)).toBe(committed)
})

test('a Rust file without the place for the constants is refused', () => {
  expect(() => withProtocolConstants('pub const PREFIX: &str = "@CB1";\n')).toThrow('must hold the head')
})
