import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signCampaign } from '@capbench/core'
import { expect, test } from 'vitest'
import { capbench, temporary } from '../toy.ts'

async function campaign() {
  const { stdout, cwd } = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'])
  return { ...(JSON.parse(stdout) as { readonly campaignId: string; readonly directory: string }), cwd }
}

test('evidence verifies by path, by id and as the latest', async () => {
  const { campaignId, directory, cwd } = await campaign()
  for (const name of [directory, campaignId, 'latest']) {
    const { code, stdout } = await capbench(['verify', name], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^pass {4}layout$/m)
    expect(stdout).toContain(`verified, not publishable: ${directory}`)
  }
})

test('one changed digit exits 1 and is named', async () => {
  const { campaignId, directory, cwd } = await campaign()
  const log = join(directory, 'raw/toy/linux/smp1/001/records.log')
  chmodSync(log, 0o644)
  writeFileSync(log, readFileSync(log, 'utf8').replace('1000000', '1000001'))
  const { code, stdout } = await capbench(['verify', campaignId, '--json'], { cwd })
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ verified: false, exitCode: 1 })
  expect(stdout).toContain('raw/toy/linux/smp1/001/records.log has the digest')
})

test('what is no evidence exits 2', async () => {
  const cwd = temporary()
  mkdirSync(join(cwd, 'garbage'))
  writeFileSync(join(cwd, 'garbage/derived.sha256'), 'not a manifest\u001b[2J\n')
  const { code, stdout } = await capbench(['verify', 'garbage'], { cwd })
  expect(code).toBe(2)
  expect(stdout).toMatch(/^fail {4}manifests$/m)
  expect(stdout).not.toContain('\u001b')
})

test('a row that cannot be claimed is not publishable, exits 3 and says why', async () => {
  const { directory } = await campaign()
  const { code, stdout } = await capbench(['verify', '--publishable', directory])
  expect(code).toBe(3)
  expect(stdout).toMatch(/not publishable: .*\n {8}toy on linux, smp1, elapsed is \S+: .*not-kvm/)
  const { publishableReasons } = JSON.parse((await capbench(['verify', directory, '--json'])).stdout)
  expect(publishableReasons).toContainEqual(expect.stringContaining('toy on linux, smp1, elapsed'))
})

test('of many findings ten are printed, the rest are counted, and --json has them all', async () => {
  const { directory, cwd } = await campaign()
  for (let each = 0; each < 15; each++) writeFileSync(join(directory, `stray-${each}.json`), '')
  const { code, stdout } = await capbench(['verify', directory], { cwd })
  expect(code).toBe(1)
  expect(stdout.match(/stray-\d+\.json is in no manifest/g)).toHaveLength(10)
  expect(stdout).toContain('and 5 more; --json has them all')
  const { stdout: json } = await capbench(['verify', directory, '--json'], { cwd })
  expect(json.match(/stray-\d+\.json is in no manifest/g)).toHaveLength(15)
})

test('a signature is checked with the key that is given, and with no other', async () => {
  const { directory, cwd } = await campaign()
  const [own, foreign] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
  const pem = (name: string, { publicKey }: typeof own) =>
    writeFileSync(join(cwd, name), publicKey.export({ format: 'pem', type: 'spki' }))
  pem('own.pem', own)
  pem('foreign.pem', foreign)
  writeFileSync(join(cwd, 'signed.dsse.json'), signCampaign(directory, { privateKey: own.privateKey }))
  const verify = (...args: readonly string[]) => capbench(['verify', directory, ...args], { cwd })
  const signature = ['--signature', 'signed.dsse.json']

  const good = await verify(...signature, '--public-key', 'foreign.pem', '--public-key', 'own.pem')
  expect([good.code, good.stdout]).toEqual([0, expect.stringMatching(/^pass {4}signature$/m)])
  const bad = await verify(...signature, '--public-key', 'foreign.pem')
  expect([bad.code, bad.stdout]).toEqual([1, expect.stringMatching(/^fail {4}signature\n {8}too-few-signatures/m)])
  const none = await verify()
  expect([none.code, none.stdout]).toEqual([0, expect.stringMatching(/^skipped {0,1}signature\n {8}no signature was/m)])
  for (const args of [signature, ['--public-key', 'own.pem'], [...signature, '--public-key', 'missing.pem']]) {
    expect((await verify(...args)).code).toBe(2)
  }
})
