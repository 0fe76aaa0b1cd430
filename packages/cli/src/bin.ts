#!/usr/bin/env node
import process from 'node:process'
import { refusalOfNode } from './node-version.ts'

const refusal = refusalOfNode(process.versions.node)
if (refusal === undefined) {
  const { runProcess } = await import('./run-process.ts')
  await runProcess()
} else {
  process.stderr.write(`${refusal}\n`)
  process.exitCode = 2
}
