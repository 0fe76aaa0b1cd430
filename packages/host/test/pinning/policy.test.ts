import { expect, test } from 'vitest'
import { chosenPin, type PinChoice, pinSettings } from '../../src/pinning/policy.ts'

test('a list is the whole process', () => {
  expect(pinSettings('test', [1, 0])).toEqual({ policy: 'list', cpus: [1, 0], vcpus: 'process', others: undefined })
})

test('what was chosen is stored as plain data', () => {
  const settings = pinSettings('test', { policy: 'cores', vcpus: 'each', others: [7] })
  expect(chosenPin(settings)).toEqual({ policy: 'cores', cpus: null, vcpus: 'each', others: [7] })
  expect(chosenPin(undefined)).toBeNull()
})

test.each([
  [[], /test: pin as a list of different CPU numbers was wanted, got \[\]/],
  [[0, -1], /pin as a list/],
  [[0, 0], /pin as a list of different/],
  [[1.5], /pin as a list/],
  ['0-3', /refused|pin/],
  [{ policy: 'best' }, /pin\.policy list, cores or smt-pairs was wanted, got "best"/],
  [{ policy: 'list' }, /pin\.cpus with the policy list was wanted/],
  [{ policy: 'list', cpus: [0], within: [0] }, /pin\.cpus with the policy list/],
  [{ policy: 'cores', cpus: [0] }, /pin\.within with the policy cores/],
  [{ policy: 'cores', within: [] }, /pin\.within as a list/],
  [{ policy: 'cores', vcpus: 'some' }, /pin\.vcpus process or each/],
  [{ policy: 'cores', others: [1] }, /pin\.vcpus 'each' beside pin\.others/],
  [{ policy: 'cores', vcpus: 'each', others: [-1] }, /pin\.others as a list/],
  [{ policy: 'cores', node: 1 }, /test pin.*"node"/],
])('%j is refused, and says what was wanted', (choice, message) => {
  expect(() => pinSettings('test', choice as PinChoice)).toThrow(message)
  expect(() => pinSettings('test', choice as PinChoice)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
})
