import { expect, test } from 'vitest'
import { choicesFrom } from '../../src/options/choices-from.ts'

const nothing = { harness: {}, run: {} }

test('an empty environment chooses nothing', () => {
  expect(choicesFrom({}, '/cwd')).toEqual({ linuxGuest: {}, native: {}, run: {}, capos: nothing })
})

test('our variables hold for every target', () => {
  const environment = {
    CAPBENCH_PIN_CPUS: '0-1',
    CAPBENCH_LINUX_KERNEL: 'vmlinuz',
    CAPBENCH_ACCEL: 'tcg',
    CAPBENCH_STORE: 'store',
    CAPBENCH_INCLUDE_SMT: '1',
  }
  expect(choicesFrom(environment, '/cwd')).toEqual({
    linuxGuest: { pin: [0, 1], kernel: '/cwd/vmlinuz', accelerator: 'tcg' },
    native: { pin: [0, 1] },
    run: { store: '/cwd/store', includeOptIn: true },
    capos: { harness: { pin: [0, 1] }, run: { includeOptIn: true } },
  })
})

test('the names of the capOS scripts hold for the guests of their own system', () => {
  const linux = {
    LINUX_SMP_SCALE_KERNEL: '/k',
    LINUX_SMP_SCALE_QEMU_TASKSET_CPUS: '0',
    LINUX_SMP_SCALE_INCLUDE_SMT: '1',
  }
  expect(choicesFrom(linux, '/cwd')).toEqual({
    linuxGuest: { pin: [0], kernel: '/k' },
    native: {},
    run: { includeOptIn: true },
    capos: nothing,
  })
  const capos = { CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS: '0', CAPOS_SMP_SCALE_INCLUDE_SMT: '1' }
  expect(choicesFrom(capos, '/cwd')).toEqual({
    linuxGuest: {},
    native: {},
    run: {},
    capos: { harness: { pin: [0] }, run: { includeOptIn: true } },
  })
})

test('a policy is no list that a harness could be told', () => {
  const { native, capos } = choicesFrom({ CAPBENCH_PIN_CPUS: 'cores' })
  expect(native).toEqual({ pin: { policy: 'cores' } })
  expect(capos).toEqual(nothing)
})

test('two values for one target, and values that cannot be read, are refused', () => {
  const two = { CAPBENCH_PIN_CPUS: '0', LINUX_SMP_SCALE_QEMU_TASKSET_CPUS: '1' }
  expect(() => choicesFrom(two)).toThrow(/CAPBENCH_PIN_CPUS=0 and LINUX_SMP_SCALE_QEMU_TASKSET_CPUS=1/)
  const capos = { CAPBENCH_PIN_CPUS: '0', CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS: '1' }
  expect(() => choicesFrom(capos)).toThrow(/CAPBENCH_PIN_CPUS=0 and CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS=1/)
  expect(() => choicesFrom({ CAPBENCH_ACCEL: 'fast' })).toThrow(/auto, kvm, tcg/)
})
