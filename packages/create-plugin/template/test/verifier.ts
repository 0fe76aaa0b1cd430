import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smp } from '@capbench/core'
import { rightSum, sumOfStates } from '../src/verifier.ts'

const parameters = { seed: 1, rounds: 3 }
const setting = { parameters, case: smp(1), system: 'linux', cpus: 1 }
const answer = { ...parameters, sum: sumOfStates(parameters), elapsedNs: 5 }

test('the first state of seed 1 is the one of the paper', () => {
  assert.equal(sumOfStates({ seed: 1, rounds: 1 }), 270_369)
})

test('the right sum is accepted', () => {
  assert.equal(rightSum.judge({ answers: [answer] }, setting).accepted, true)
})

test('a wrong sum is refused, with what was wanted and what came', () => {
  const verdict = rightSum.judge({ answers: [{ ...answer, sum: 0 }] }, setting)
  assert.deepEqual(verdict, { accepted: false, rejected: [`sum: it is ${answer.sum}, the program gave 0`] })
})

test('no answer, and two answers, are refused', () => {
  assert.equal(rightSum.judge({ answers: [] }, setting).accepted, false)
  assert.equal(rightSum.judge({ answers: [answer, answer] }, setting).accepted, false)
})
