// Judges the records of one run, from a file, in a process of its own: node verify.mjs FILE SETTING
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { hashChunks } from '@capbench/bench-hash-chunks'

const [file, setting] = process.argv.slice(2)
const records = readFileSync(file)
const nonce = records.toString('latin1', 0, 64).split(' ')[1]
const before = process.cpuUsage()
const start = performance.now()
const transcript = {
  nonce,
  channel: (name) => (name === 'records' ? records : new Uint8Array()),
  artifact: () => new Uint8Array(),
}
const evaluation = hashChunks.evaluate(transcript, JSON.parse(setting))
const wallMs = performance.now() - start
const { user, system } = process.cpuUsage(before)
if (!evaluation.complete || !evaluation.verdict.accepted) throw new Error(JSON.stringify(evaluation).slice(0, 1000))
const peakMiB = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000, peakMiB }))
