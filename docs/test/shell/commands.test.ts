import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { blocksOf, placeOf } from '../documents.ts'
import { faultOf } from './checks.ts'
import { sessions } from './session.ts'

const directory = mkdtempSync(join(tmpdir(), 'capbench-commands-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const spoken = blocksOf('sh')
  .filter(({ document }) => !sessions.includes(document))
  .map((block) => ({ place: placeOf(block), commands: block.text }))

test('documents hold commands to check', () => {
  expect(spoken.length).toBeGreaterThan(15)
})

describe('the commands of a page that does not run are such that a shell and capbench can read them', () => {
  test.for(spoken)('$place', async ({ commands }) => {
    expect({ commands, fault: await faultOf(commands, { directory }) }).toEqual({ commands })
  })
})

test.each([
  ['capbench run --no-such-flag', 'there is no option --no-such-flag'],
  ['capbench rnu', 'there is no command'],
  ['npm start -- --cases', '--cases needs a value'],
  ['npm run --silent capbench -- show --jsno', 'there is no option --jsno'],
  ['npx --yes -p node@24 -p @capbench/cli capbench doctor --pni 1', 'there is no option --pni'],
  ['npx other', 'not of this repository'],
  ['npm run nothing', 'no script nothing'],
  ['npm create @capbench/plugin name --no-such-flag', 'no-such-flag'],
  ['node scripts/none.mjs', 'no such file'],
  ['node scripts/up.mjs "pnpm exec none"', 'no such tool'],
  ['nohup capbench run --no-such-flag &', 'there is no option'],
  ['frobnicate && capbench list', 'not found'],
  ['for one in a b; do\n  capbench show $one --jsno && exit 1\ndone', 'no option --jsno'],
  ['capbench show "', 'nterminated'],
  ['echo $UNSET', 'not set'],
])('%s is refused', async (text, wanted) => {
  const fault = await faultOf(text, { directory })
  expect(fault ?? 'nothing').toContain(wanted)
})
