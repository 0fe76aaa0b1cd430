import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineAuthorityProfile } from '@capbench/core'
import { describe, expect, it } from 'vitest'
import { harnessTarget } from '../../src/harness/target.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { processesWith } from '../helpers/processes.ts'
import { factsNamed, ofKind, runHarness } from '../helpers/run-harness.ts'
import { script } from '../helpers/script.ts'

/** A harness of one shell script, without a QEMU. */
function shellHarness(body: string, options: Partial<Parameters<typeof harnessTarget>[0]> = {}) {
  const cwd = temporaryDirectory()
  script(cwd, 'harness', body)
  return { cwd, target: harnessTarget({ name: 'fixture', system: 'fixture', command: ['./harness'], cwd, ...options }) }
}

const unprepared = {
  maxVcpus: 1,
  signal: new AbortController().signal,
  progress: () => {},
  environment: async <T>(_name: string, capture: () => Promise<T> | T) => capture(),
}

describe('a harness', () => {
  it('is kept word for word: standard output as console, standard error as driver', async () => {
    const { target } = shellHarness(`printf 'one\\r\\n\\377\\n'; echo two >&2`)
    const { end, channels } = await runHarness(target)
    expect(end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 0 } })
    expect(channels).toEqual({ console: 'one\r\n\xff\n', driver: 'two\n' })
  })

  it('fails with its own code and its last words, as make does with 2', async () => {
    const { target } = shellHarness(`echo 'make: *** [run] Error 1' >&2; exit 2`)
    const { end } = await runHarness(target)
    expect(end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 2 } })
    expect(end.detail).toContain('make: *** [run] Error 1')
  })

  it('is told the case, and gets no variable of this process that is not on the list', async () => {
    const { target } = shellHarness('env | sort; echo "$@"', {
      command: ({ case: name, vcpus }) => ['./harness', name, `${vcpus}`],
      env: ({ case: name, nonce, pin }) => ({ SCALE_CASE: name, NONCE: nonce, PIN: `${pin}` }),
      inherit: ['VITEST'],
    })
    const { channels, events, nonce, command } = await runHarness(target, { vcpus: 2 })
    const names = [...(channels.console ?? '').matchAll(/^(\w+)=/gm)].map(([, name]) => name)
    const allowed = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TMPDIR']
    const own = ['SCALE_CASE', 'NONCE', 'PIN', 'VITEST', 'CAPBENCH_RUN', 'PWD', 'SHLVL', '_', 'OLDPWD']
    expect(names.filter((name = '') => ![...allowed, ...own].includes(name))).toEqual([])
    expect(channels.console).toContain(`NONCE=${nonce}\n`)
    expect(channels.console).toContain('smp2 2\n')
    expect(command.slice(0, 4)).toEqual(['env', 'SCALE_CASE=smp2', `NONCE=${nonce}`, 'PIN=null'])
    expect(command.slice(-2)).toEqual(['smp2', '2'])
    expect(factsNamed(events, 'environment')).toMatchObject([
      {
        set: { SCALE_CASE: 'smp2', NONCE: nonce, PIN: 'null' },
        secret: [],
        inherited: expect.arrayContaining(['PATH']),
      },
    ])
  })

  it('keeps no secret: not in its output, its files, its command or its environment', async () => {
    const { target } = shellHarness('echo "$LOGIN $API_TOKEN $AUTH_MODE"; echo "$LOGIN" >&2; echo "$LOGIN" >out.log', {
      secrets: { LOGIN: 'open sesame' },
      env: { API_TOKEN: 'abcd-1234-5678', AUTH_MODE: 'seen', PLAIN: 'seen' },
      artifacts: ['out.log'],
      command: () => ['./harness', 'open sesame'],
    })
    const outcome = await runHarness(target)
    const kept = JSON.stringify(outcome)
    expect(kept).not.toContain('open sesame')
    expect(kept).not.toContain('abcd-1234-5678')
    expect(outcome.channels.console).toBe('******** ******** seen\n')
    expect(outcome.artifacts).toEqual({ 'out.log': '********\n' })
    expect(factsNamed(outcome.events, 'environment')).toMatchObject([
      { set: { PLAIN: 'seen' }, secret: ['API_TOKEN', 'AUTH_MODE', 'LOGIN'] },
    ])
    expect(JSON.stringify(target.chosen)).not.toContain('open sesame')
  })

  it('keeps no secret in what was chosen, in facts and in names of files either', async () => {
    const { target } = shellHarness('echo a >"a-$1.csv"; echo b >"$1"; mkdir -p "$1.d"; echo c >"$1.d/c"', {
      command: ['./harness', 'open-sesame', '--token=abcd-1234-5678', '/srv/open-sesame/x'],
      secrets: { LOGIN: 'open-sesame' },
      env: { API_TOKEN: 'abcd-1234-5678' },
      artifacts: ['a-open-sesame.csv', '*sesame', '*.d/c'],
      identity: { url: 'https://open-sesame@example' },
    })
    const outcome = await runHarness(target)
    const facts = await target.prepare(unprepared)
    const kept = JSON.stringify([outcome, target.chosen, facts])
    expect(kept).not.toContain('open-sesame')
    expect(kept).not.toContain('abcd-1234-5678')
    expect(target.chosen).toMatchObject({ command: ['./harness', '********', '--token=********', expect.any(String)] })
    expect(Object.values(outcome.artifacts).sort()).toEqual(['a\n', 'b\n', 'c\n'])
    const { target: named } = shellHarness('', {
      secrets: { LOGIN: 'open-sesame' },
      artifacts: [{ path: 'a', name: 'open-sesame.csv' }],
    })
    expect((await runHarness(named)).end).toMatchObject({ end: 'launch-failed', exit: { code: 'CAPBENCH_DEFINITION' } })
  })

  it('that cannot be started is a failed launch', async () => {
    const { target } = shellHarness('', { command: () => ['./nothing'] })
    expect((await runHarness(target)).end).toMatchObject({ end: 'launch-failed', exit: { kind: 'not-started' } })
    const { target: missing } = shellHarness('', { command: ['no-such-make'] })
    await expect(runHarness(missing)).rejects.toThrow('no-such-make')
  })

  it('runs its own workload and none of ours', async () => {
    const { target } = shellHarness('')
    await runHarness(target)
    const request = { benchmark: 'b', caseName: 'smp1', vcpus: 1, oversubscribe: false, nonce: 'a', launcherNonce: 'b' }
    const sink = { started: () => {}, write: () => {}, artifact: () => {}, event: () => {} }
    const work = { form: 'console', dialogue: [{ send: 'reboot' }] } as const
    const authority = defineAuthorityProfile({ name: 'test', terms: ['cpu'] })
    const signal = new AbortController().signal
    expect(await target.execute({ ...request, work, authority, runTimeoutMs: 1 }, sink, signal)).toMatchObject({
      end: 'launch-failed',
      detail: expect.stringContaining('console'),
    })
  })
})

describe('the files that a harness leaves behind', () => {
  it('are kept as they are, under names that can be stored', async () => {
    const { target } = shellHarness(
      `mkdir -p out/Run-1; printf 'a\\0b' >'out/Run-1/SMP 2.log'; echo c >summary.csv; echo s >serial`,
      {
        artifacts: ['out/**/*.log', { path: 'summary.csv', name: 'table.csv' }, 'nothing.txt'],
        qemuLog: () => 'serial',
      },
    )
    const { artifacts, events } = await runHarness(target)
    expect(artifacts).toEqual({ 'run-1-smp-2.log': 'a\0b', 'table.csv': 'c\n', 'qemu.log': 's\n' })
    expect(factsNamed(events, 'artifacts')).toEqual([
      {
        kept: [
          { name: 'qemu.log', file: 'serial', bytes: 2 },
          { name: 'run-1-smp-2.log', file: 'out/Run-1/SMP 2.log', bytes: 3 },
          { name: 'table.csv', file: 'summary.csv', bytes: 2 },
        ],
        left: [{ file: 'nothing.txt', why: 'not there, or no regular file below the directory' }],
      },
    ])
  })

  it('of an earlier run are left out, whatever their date says', async () => {
    const { cwd, target } = shellHarness('touch -d 2001-01-01 new.log; echo b >>grown.log', { artifacts: ['*.log'] })
    for (const name of ['old.log', 'grown.log', 'new.log']) writeFileSync(join(cwd, name), 'a\n')
    const { artifacts, events } = await runHarness(target)
    expect(artifacts).toEqual({ 'grown.log': 'a\nb\n', 'new.log': 'a\n' })
    expect(factsNamed(events, 'artifacts')).toMatchObject([
      { left: [{ file: 'old.log', why: 'not written by this run' }] },
    ])
  })

  it('are not followed out of its directory, and a large one is named and left out', async () => {
    const outside = temporaryDirectory()
    writeFileSync(join(outside, 'private.log'), 'private')
    const { cwd, target } = shellHarness('echo x >here.log; mkfifo pipe.log; head -c 2000 /dev/zero >large.log', {
      artifacts: ['*.log', 'link/*.log'],
      maxArtifactBytes: 1000,
    })
    symlinkSync(join(outside, 'private.log'), join(cwd, 'link.log'))
    symlinkSync(outside, join(cwd, 'link'))
    const { artifacts, events } = await runHarness(target)
    expect(artifacts).toEqual({ 'here.log': 'x\n' })
    expect(factsNamed(events, 'artifacts')).toMatchObject([
      { left: [{ file: 'large.log', why: '2000 bytes, at most 1000 are kept' }, { file: 'link/*.log' }] },
    ])
  })

  it('that lead out of it are refused', async () => {
    for (const path of ['/etc/hostname', '../x', 'a/../../x', '.']) {
      const { target } = shellHarness('', { artifacts: () => [path] })
      expect((await runHarness(target)).end).toMatchObject({
        end: 'launch-failed',
        exit: { code: 'CAPBENCH_DEFINITION' },
      })
    }
  })
})

describe('the end of a harness', () => {
  /** Leaves the group, the session and its parents; the text finds its processes again. */
  const leave = (text: string) => `setsid sh -c 'sleep 61.${text} & sleep 61.${text}' & (sleep 61.${text} &) `
  const alive = (text: string) => processesWith(`61.${text}`)

  it('ends what it left behind, and says so', async () => {
    const { target } = shellHarness(`${leave('1')}; sleep 1; echo over`)
    const { end, channels, events } = await runHarness(target)
    expect(end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 0 } })
    expect(end.detail).toContain('left')
    expect(channels.console).toBe('over\n')
    expect(factsNamed(events, 'left-behind')).toMatchObject([{ outlivedKill: [] }])
    expect(alive('1')).toEqual([])
  })

  it('by cancelling ends the whole tree, also what left group and session or heeds no signal', async () => {
    const controller = new AbortController()
    const { target } = shellHarness(`trap '' TERM INT; ${leave('2')}; sleep 1; echo up; sleep 61.2; sleep 61.2`)
    const { end } = await runHarness(target, {
      signal: controller.signal,
      onWrite: () => controller.abort(),
    })
    expect(end).toMatchObject({ end: 'cancelled' })
    expect(alive('2')).toEqual([])
  })

  it('by a time limit does so as well', async () => {
    const { target } = shellHarness(`${leave('3')}; sleep 61.3`, { timeouts: { launch: 500 } })
    const { end } = await runHarness(target)
    expect(end).toMatchObject({ end: 'timeout', phase: 'launch' })
    expect(alive('3')).toEqual([])
  })

  it('finds what was orphaned between two looks by the variable that it was started with', async () => {
    const { target } = shellHarness(`setsid sh -c 'setsid sleep 61.4 & exit' & wait; exit 0`)
    await runHarness(target)
    expect(alive('4')).toEqual([])
  })

  it('is watched without a QEMU: no emulator, no affinity is told', async () => {
    const { target } = shellHarness('sleep 0.1')
    const { events } = await runHarness(target)
    expect(ofKind(events, 'emulator')).toEqual([])
    expect(ofKind(events, 'affinity')).toEqual([])
    expect(ofKind(events, 'cpu-times').length).toBe(2)
  })
})

describe('facts of a harness', () => {
  it('say what is only declared, and nothing of what nobody said', async () => {
    const { target } = shellHarness('', {
      declared: { accelerator: 'kvm', machine: 'q35', memoryBytes: 1 << 28, network: null },
      faults: [{ text: 'PANIC', reason: 'guest_panic' }],
      invocation: 'all-cases',
    })
    expect(await target.prepare(unprepared)).toMatchObject({
      accelerator: 'kvm',
      declared: ['accelerator', 'machine', 'memoryBytes'],
      envelope: { machine: 'q35', cpuModel: null, network: null, placement: { pinning: 'none' } },
      faults: [
        { channel: 'console', text: 'PANIC', reason: 'guest_panic' },
        { channel: 'artifacts/qemu.log', text: 'PANIC', reason: 'guest_panic' },
      ],
      cleanExit: { code: 0, launcher: false },
      notes: ['harness-runs-all-cases'],
      provenance: { commit: null, dirty: null },
    })
  })

  it('name a directory that is not there', async () => {
    const { cwd, target } = shellHarness('')
    rmSync(cwd, { recursive: true })
    expect((await target.prepare(unprepared)).unmet).toMatchObject([{ need: 'cwd' }])
    mkdirSync(cwd)
  })

  it.each([
    ['an option that does not exist', { commands: [] }, 'has no option "commands"'],
    ['a declared placement', { declared: { placement: {} } }, 'has no option "placement"'],
    ['a name that could not be stored', { name: 'My Harness' }, 'a name of'],
    ['an empty command', { command: [] }, 'a command'],
    ['an empty pin set', { pin: [] }, 'pin as a list'],
    ['an exit code that is none', { cleanExit: 300 }, 'cleanExit'],
    ['a secret that is too short', { secrets: { A: 'x' } }, '4 to 1024 bytes'],
    ['one name in env and in secrets', { env: { LOGIN: 'a' }, secrets: { LOGIN: 'open-sesame' } }, 'not in both, was'],
    ['another invocation', { invocation: 'some' }, 'one-case or all-cases'],
    ['a limit of nothing', { timeouts: { launch: 0 } }, 'timeouts.launch'],
    ['the name of the serial log', { artifacts: [{ path: 'a', name: 'qemu.log' }] }, 'not qemu.log'],
  ])('are not gathered with %s', (_, options, message) => {
    expect(() => shellHarness('', options as never)).toThrow(message)
  })

  it('are not run with one name in secrets and in what was computed for the run', async () => {
    const { target } = shellHarness('', { env: () => ({ LOGIN: 'a' }), secrets: { LOGIN: 'open-sesame' } })
    const { end, command } = await runHarness(target)
    expect(end).toMatchObject({
      end: 'launch-failed',
      detail: expect.stringContaining('not in both, was wanted, got ["LOGIN"]'),
    })
    expect(command).toEqual([])
  })
})
