import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answer, capbench, temporary, toySource } from '../toy.ts'

const quick = ['run', '--runs', '5', '--cases', 'smp1,smp2']

test('prints matrix, speedups, warnings and where everything lies, and nothing else on standard output', async () => {
  const { code, stdout, stderr, cwd } = await capbench(['run'])
  expect(code).toBe(0)
  for (const wanted of ['Results', 'Speedups', '2.000x', 'warning: fixture', 'missing_prerequisite', 'verified:']) {
    expect(stdout).toContain(wanted)
  }
  const [id] = readdirSync(join(cwd, 'target/capbench/campaigns'))
  expect(stdout).toContain(join(cwd, 'target/capbench/campaigns', id ?? ''))
  expect(stdout).toContain(join(cwd, 'target/capbench/reports', `${id}.md`))
  expect(stderr).toMatch(/^\[ 1\/20\] toy \w+ smp[12] measured 1: elapsed [\d,]+ ns \(\d+\.\d s\)$/m)
  expect(`${stdout}${stderr}`).not.toContain('\u001b')
})

test('--json prints one document', async () => {
  const { code, stdout } = await capbench([...quick, '--json', '--report', 'r.md'])
  const document = JSON.parse(stdout)
  expect(document).toMatchObject({
    campaignId: expect.stringMatching(/^\d{8}T\d{6}Z-toys-[0-9a-f]{8}$/),
    report: expect.stringMatching(/\/r\.md$/),
    verified: true,
    exitCode: 0,
    notices: [],
  })
  expect(code).toBe(0)
  expect(existsSync(document.report)).toBe(true)
  expect(existsSync(document.directory)).toBe(true)
  expect(document.results).toHaveLength(4)
  expect(document.results[0]).toMatchObject({ status: 'passed', measurement: { unit: 'ns' }, claim: 'not-claimable' })
  expect(document.gates).toContainEqual(expect.objectContaining({ gate: 'speedup-smp1-smp2', verdict: 'pass' }))
  expect(document.speedups).toContainEqual(expect.objectContaining({ target: 'linux', speedup: 2 }))
})

test('--quiet says nothing beside the result', async () => {
  const { stderr } = await capbench([...quick, '--quiet'])
  expect(stderr).toBe('')
})

test('a wrong answer exits 1, keeps the other rows and the evidence', async () => {
  const { source } = toySource((request) => answer(request, request.vcpus === 2 ? 'no' : 'ok'))
  const { code, stdout } = await capbench([...quick, '--targets', 'linux', '--json'], { source })
  const { results, exitCode, verified } = JSON.parse(stdout)
  expect({ code, exitCode, verified }).toEqual({ code: 1, exitCode: 1, verified: true })
  expect(results.map(({ status }: { readonly status: string }) => status)).toEqual(['passed', 'invalid'])
})

test('a gate of a row that cannot be claimed does not change the exit code', async () => {
  const { code, stdout } = await capbench([...quick, '--enforce', 'speedup-smp1-smp2', '--json'])
  expect(JSON.parse(stdout).gates[0]).toMatchObject({ enforced: true, claim: 'not-claimable' })
  expect(code).toBe(0)
})

test('cancelling publishes what there is and exits 130', async () => {
  const controller = new AbortController()
  let runs = 0
  const { source } = toySource((request) => {
    if (++runs === 4) controller.abort()
    return answer(request)
  })
  const { code, stdout } = await capbench([...quick, '--json'], { source, signal: controller.signal })
  const { results, directory, verified } = JSON.parse(stdout)
  expect(code).toBe(130)
  expect(runs).toBe(4)
  expect(verified).toBe(true)
  expect(existsSync(join(directory, 'derived.sha256'))).toBe(true)
  for (const result of results) expect(result).toMatchObject({ status: 'failed', reason: 'cancelled' })
})

test('a report among the campaigns is refused before anything runs', async () => {
  const { code, stderr, cwd } = await capbench([...quick, '--report', 'target/capbench/campaigns/x.md'])
  expect(code).toBe(2)
  expect(stderr).toContain('a report belongs outside the evidence')
  expect(readdirSync(cwd)).toEqual([])
})

test.each([
  [['--report', 'file/r.md'], 'file is no directory; choose another file with --report'],
  [['--report', 'folder'], 'it is a directory; name a file'],
  [['--store', 'file/store'], 'choose another directory with --store'],
  [['--store', '/proc/no/store'], '/proc is procfs, which keeps no files; choose another directory with --store'],
  [['--report', '/proc/no/report.md'], 'which keeps no files; choose another file with --report'],
])('%j cannot be written, and is refused before anything runs', async (argv, message) => {
  const cwd = temporary()
  writeFileSync(join(cwd, 'file'), '')
  mkdirSync(join(cwd, 'folder'))
  let runs = 0
  const { source } = toySource((request) => {
    runs++
    return answer(request)
  })
  const { code, stdout, stderr } = await capbench([...quick, ...argv], { cwd, source })
  expect({ code, stdout, runs }).toEqual({ code: 2, stdout: '', runs: 0 })
  expect(stderr).toContain(message)
  expect(readdirSync(cwd)).toEqual(['file', 'folder'])
})

test('a report that cannot be written at the end costs the report alone', async () => {
  const cwd = temporary()
  const { source } = toySource((request) => {
    mkdirSync(join(cwd, 'r.md'), { recursive: true })
    return answer(request)
  })
  const { code, stdout, stderr } = await capbench([...quick, '--report', 'r.md'], { cwd, source })
  expect(code).toBe(2)
  expect(stdout).toContain('2.000x')
  expect(stdout).toMatch(/^report: +not written$/m)
  expect(stdout).toContain(join(cwd, 'target/capbench/campaigns'))
  expect(stderr).toMatch(/cannot write the report [^\n]*r\.md[^\n]*\n$/)
})
