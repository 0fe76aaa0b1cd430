import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { readCampaign, type Verification, verifyEvidence } from '@capbench/core'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDirectory } from '../../src/evidence/directory.ts'
import { toy } from '../pipeline/toy.ts'
import { temporaryDirectoryForAll } from '../store.ts'
import { copyOf, edit, makeGolden, rederive, reseal } from './golden.ts'

const store = temporaryDirectoryForAll()
const work = join(store, 'copy')
let golden = ''

beforeAll(async () => {
  golden = await makeGolden(store)
})

const verify = (directory = work, maxBytes?: number) =>
  verifyEvidence(directory, { benchmarks: [toy], ...(maxBytes !== undefined && { maxBytes }) })
const told = ({ open }: Verification) => open.map(({ name, details }) => `${name}: ${details.join('; ')}`).join('\n')
async function expectRefused(directory: string, message: RegExp) {
  const verification = await verify(directory)
  expect(verification).toMatchObject({ verified: false, publishable: false, exitCode: 2 })
  expect(told(verification)).toMatch(message)
}

describe('special files are not opened', () => {
  test('a device', async (ctx) => {
    copyOf(golden, work)
    const made = spawnSync('mknod', [join(work, 'env/zero.json'), 'c', '1', '5'])
    if (made.status !== 0) ctx.skip('devices can be made by root only')
    await expectRefused(work, /layout: env\/zero\.json is neither a regular file/)
  })

  test('a socket', async () => {
    copyOf(golden, work)
    const server = createServer()
    onTestFinished(() => void server.close())
    await new Promise<void>((done) => server.listen(join(work, 'env/socket.json'), done))
    await expectRefused(work, /layout: env\/socket\.json is neither a regular file/)
  })

  test('a directory that is itself reached by a link', async () => {
    rmSync(work, { recursive: true, force: true })
    symlinkSync(golden, work)
    await expectRefused(work, /layout: .* is not a directory/)
    rmSync(work)
  })
})

describe('what is exchanged while it is looked at is refused', () => {
  const log = 'raw/toy/fake/smp1/002/records.log'

  test('a file, a directory above it, a file for a link', () => {
    copyOf(golden, work)
    const reader = openDirectory(work)
    expect(reader.read(log).length).toBeGreaterThan(0)
    copyFileSync(join(work, log), join(work, 'other'))
    renameSync(join(work, 'other'), join(work, log))
    expect(() => reader.read(log)).toThrow('another file than the one that was listed')
    renameSync(join(work, 'raw'), join(work, 'moved'))
    symlinkSync(join(golden, 'raw'), join(work, 'raw'))
    expect(() => reader.read('raw/toy/fake/smp1/003/records.log')).toThrow('another file than the one that was listed')
    rmSync(join(work, 'config.json'))
    symlinkSync('/etc/passwd', join(work, 'config.json'))
    expect(() => reader.read('config.json')).toThrow('ELOOP')
    expect(() => reader.read('../index.jsonl')).toThrow('is wanted and not there')
  })

  test('a file that grows or shrinks', () => {
    copyOf(golden, work)
    const reader = openDirectory(work)
    truncateSync(join(work, log), 3)
    expect(() => reader.read(log)).toThrow('changed its size')
  })
})

describe('limits, before anything is read', () => {
  test('65,537 files', async () => {
    copyOf(golden, work)
    const first = join(work, 'env/many-00000.json')
    writeFileSync(first, '')
    let source = first
    for (let n = 1; n <= 65_536; n++) {
      const name = join(work, `env/many-${String(n).padStart(5, '0')}.json`)
      if (n % 30_000 === 0) writeFileSync(name, '')
      else linkSync(source, name)
      if (n % 30_000 === 0) source = name
    }
    await expectRefused(work, /layout: there are more than 65536 files/)
  }, 120_000)

  test('2 GiB together, unless the caller says more; the files are sparse', async () => {
    copyOf(golden, work)
    for (let n = 10; n < 50; n++) {
      writeFileSync(join(work, `env/large-${n}.json`), '')
      truncateSync(join(work, `env/large-${n}.json`), 60 * 1024 * 1024)
    }
    await expectRefused(work, /layout: the files have more than 2147483648 bytes together; allow more with `maxBytes`/)
    expect(() => openDirectory(work, 3 * 1024 ** 3)).not.toThrow()
    expect(() => openDirectory(work, 1024 ** 3)).toThrow('more than 1073741824 bytes together')
  })

  test('the limit of the caller holds for verifying and for reading', async () => {
    expect(await verify(golden, 1000)).toMatchObject({ exitCode: 2, checks: [{ name: 'layout', outcome: 'fail' }] })
    await expect(readCampaign(golden, [toy], { maxBytes: 1000 })).rejects.toThrow('more than 1000 bytes together')
    expect((await readCampaign(golden, [toy], { maxBytes: 1e9 })).results).not.toEqual([])
  })

  test('a file of nothing but line ends', async () => {
    copyOf(golden, work)
    for (const file of ['host.jsonl', 'timing.jsonl']) {
      copyOf(golden, work)
      writeFileSync(join(work, 'raw/toy/fake/smp1/002', file), '\n'.repeat(1_000_000))
      reseal(work)
      await expectRefused(work, /more than 262144 lines/)
    }
  })
})

describe('the index beside a campaign is a stranger too', () => {
  const inStore = () => {
    const place = join(store, 'other/campaigns', golden.split('/').at(-1) ?? '')
    copyOf(golden, place)
    const index = join(store, 'other/index.jsonl')
    rmSync(index, { force: true })
    return { place, index }
  }

  test.each<[string, (index: string) => void, RegExp]>([
    ['a FIFO', (index) => spawnSync('env', ['mkfifo', index]), /index: index\.jsonl is not a regular file/],
    ['a link', (index) => symlinkSync('/etc/passwd', index), /index: ELOOP/],
    ['a directory', (index) => mkdirSync(index), /index: index\.jsonl is not a regular file/],
    [
      'a sparse file of 1 TiB',
      (index) => {
        writeFileSync(index, '')
        truncateSync(index, 2 ** 40)
      },
      /index: index\.jsonl has 1099511627776 bytes/,
    ],
    [
      '100 MB of line ends',
      (index) => writeFileSync(index, Buffer.alloc(100_000_000, '\n')),
      /index: index\.jsonl has more than 524288 lines/,
    ],
    [
      'a line of 1 MiB',
      (index) => writeFileSync(index, `"${'x'.repeat(2 ** 20)}"\n`),
      /index: index\.jsonl has 1048578 bytes in line 1/,
    ],
    ['deep JSON', (index) => writeFileSync(index, `${'['.repeat(50_000)}\n`), /index: JSON input is nested deeper/],
  ])('%s', async (_, make, message) => {
    const { place, index } = inStore()
    rmSync(index, { recursive: true, force: true })
    make(index)
    await expectRefused(place, message)
    rmSync(index, { recursive: true, force: true })
  })
})

describe('what a guest or forger wrote is shown and not obeyed', () => {
  /** Clear the screen, a C1 control, text turned round, an invisible letter, a bell. */
  const bad = '\u001b[2J\u009b31m\u202egnp.exe\u2066\u200b\u0007'
  const raw = /[\p{Cc}\p{Cf}]/u

  test('in the version of the tool, which is quoted where it is none', async () => {
    copyOf(golden, work)
    const quoted = JSON.stringify(bad).slice(1, -1)
    edit(work, 'config.json', (text) =>
      text.replace(
        /("name":"capbench","version":")[^"]+/,
        (_, before) => before + Buffer.from(quoted).toString('latin1'),
      ),
    )
    reseal(work)
    const verification = await verify()
    expect(told(verification)).toContain('\\u{1b}[2J\\u{9b}31m\\u{202e}gnp.exe\\u{2066}\\u{200b}\\u{7}')
    for (const { details } of verification.checks) for (const detail of details) expect(detail).not.toMatch(raw)
  })

  test('in the outcome of a run, which a result repeats, and without end', async () => {
    copyOf(golden, work)
    edit(work, 'config.json', (text) => text.replace('"version":"1.0.0"', `"version":"${'9'.repeat(1_000_000)}"`))
    reseal(work)
    const verification = await verify()
    expect(verification.exitCode).toBe(2)
    expect(told(verification).length).toBeLessThan(10_000)
  })

  test('in file names of a manifest', async () => {
    copyOf(golden, work)
    edit(work, 'evidence.sha256', (text) => `\u001b[2J\u009b31m\n${text}`)
    await expectRefused(work, /manifests: manifest line 1 .*\\u001b\[2J\\u009b31m/)
  })

  test('in a console log: evidence is whole with it, and no derived file repeats it', async () => {
    copyOf(golden, work)
    const log = 'raw/toy/fake/smp1/002/console.log'
    edit(work, log, (text) => `${'x'.repeat(text.length - 7)}\u001b]0;a\u0007\n`)
    await rederive(work)
    expect(await verify()).toMatchObject({ verified: true })
  })
})

test('evidence that lies in no store needs no index', async () => {
  copyOf(golden, join(store, 'alone'))
  expect(dirname(join(store, 'alone'))).toBe(store)
  expect(await verify(join(store, 'alone'))).toMatchObject({ verified: true })
})
