import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { capbench } from '../toy.ts'

test.each([
  [['rnu'], 'did you mean run?'],
  [['constructor'], 'there is no command'],
  [['run', '--target', 'linux'], 'did you mean --targets?'],
  [['run', '--json', '--warmpus', '1'], 'did you mean --warmups?'],
  [['run', '--no-json'], 'there is no option --no-json'],
  [['run', '--__proto__=1'], 'there is no option --__proto__'],
  [['run', '-r', '1'], 'there is no option -r'],
  [['run', '-json'], 'did you mean --json?'],
  [['run', 'linux'], '"linux" is one argument too many'],
  [['run', '--runs'], '--runs needs a value'],
  [['run', '--runs', '--json'], '--runs needs a value'],
  [['run', '--runs', '1', '--runs', '2'], '--runs was given more than once'],
  [['run', '--runs', 'five'], '--runs must be a whole number'],
  [['run', '--runs', '0'], 'runs must be an integer from 1'],
  [['run', '--attempts', 'many'], '--attempts must be a whole number'],
  [['run', '--attempts', '11', '--runs', '1'], '/attempts'],
  [['run', '--targets', 'linx'], 'did you mean linux?'],
  [['run', '--targets', 'linux,'], '--targets must be names'],
  [['run', '--suite', 'toy'], 'did you mean toys?'],
  [['run', '--cases', 'smp3'], 'it has smp1, smp2, smp4, smp8-smt'],
  [['run', '--purpose', 'controled'], 'did you mean controlled?'],
  [['run', '--smoke', '--runs', '5'], 'leave it out or --runs'],
  [['run', '--smoke', '--purpose', 'closeout'], 'leave it out or --purpose'],
  [['run', '--accel', 'kvmm'], 'did you mean kvm?'],
  [['run', '--memory', 'much'], '--memory must be a whole number'],
  [['run', '--gdb'], '--gdb needs a value'],
  [['run', '--pin', '0,x'], 'a CPU list is numbers'],
  [['run', '--pin', 'core'], '--pin must be CPUs, as in 0-3,8, or cores, or smt-pairs'],
  [['run', '--pin-vcpus'], '--pin-vcpus needs --pin'],
  [['run', '--resume', '--fresh'], '--resume and --fresh are opposites'],
  [['run', '--resume'], 'no unfinished campaign'],
  [['run', '--max-gib', '0'], '--max-gib must be from 1 to 1024'],
  [['run', '--enforce', 'speed'], 'it has speedup-smp1-smp2'],
  [['run', '--param', 'limit'], '--param must be name=value'],
  [['run', '--param', 'limt=1'], 'has no parameter "limt"'],
  [['run', '--param', 'limit=ten'], 'the parameter limit of toy is a number'],
  [['run', '--param', 'limit=0'], 'limit'],
  [['run', '--param', 'limit=1', '--param', 'limit=2'], '--param limit was given more than once'],
  [['verify'], 'verify needs an evidence directory'],
  [['verify', 'a', 'b'], '"b" is one argument too many'],
  [['verify', 'nowhere'], 'there is no evidence directory'],
  [['show', 'nowhere'], 'there is no evidence directory'],
  [['show'], 'make a campaign with `capbench run`'],
])('%j is a usage error', async (argv, message) => {
  const { code, stdout, stderr, cwd } = await capbench(argv)
  expect(code).toBe(2)
  if (argv.includes('--json')) expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CAPBENCH_USAGE' } })
  else expect(stdout).toBe('')
  expect(stderr).toContain(message)
  expect(readdirSync(cwd)).toEqual([])
})

test.each([
  [{ CAPBENCH_ACCEL: 'fast' }, 'CAPBENCH_ACCEL must be one of auto, kvm, tcg'],
  [{ CAPBENCH_INCLUDE_SMT: 'maybe' }, 'CAPBENCH_INCLUDE_SMT must be 1 or 0'],
  [{ CAPBENCH_PIN_CPUS: 'all' }, 'CAPBENCH_PIN_CPUS must be CPUs, as in 0-3,8, or cores, or smt-pairs'],
  [{ CAPOS_SMP_SCALE_INCLUDE_SMT: 'maybe' }, 'CAPOS_SMP_SCALE_INCLUDE_SMT must be 1 or 0'],
])('%j is refused, whichever targets there are', async (environment, message) => {
  for (const targets of ['linux', 'native']) {
    const { code, stderr } = await capbench(['run', '--targets', targets], { environment })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  }
})

test.each([
  [['--accel', 'foo'], '--accel must be one of auto, kvm, tcg'],
  [['--memory', 'much'], '--memory must be a whole number'],
])('%j is refused where no target uses it', async (argv, message) => {
  const { code, stderr } = await capbench(['run', '--targets', 'native', ...argv])
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
