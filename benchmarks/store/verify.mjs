// Verifies the campaign given and prints what this process needed for it: ms of wall and CPU time, MiB of memory.
import process from 'node:process'
import { verifyEvidence } from '@capbench/core'
import { benchmarks } from '../in-process/campaign.ts'

const before = process.cpuUsage()
const start = performance.now()
const { verified, checks } = await verifyEvidence(process.argv[2], { benchmarks })
const wallMs = performance.now() - start
if (!verified) throw new Error(`it does not verify: ${JSON.stringify(checks)}`)
const { user, system } = process.cpuUsage(before)
const peakMiB = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000, peakMiB }))
