import { spawnSync } from 'node:child_process'
import type { Part, Step } from './vectors.ts'

const hex = (text: string): string => Buffer.from(text).toString('hex')

/** A step of a vector as a line that `c/vectors.c` and `rust/vectors.rs` understand. */
function command(step: Step): string {
  switch (step.do) {
    case 'begin':
      return `begin t${hex(step.nonce)} t${hex(step.program)} t${hex(step.version)}`
    case 'record':
      return [`record t${hex(step.type)} n${step.times ?? 1}`, ...step.json.map(word)].join(' ')
    case 'mark':
      return `mark t${hex(step.region)} t${hex(step.edge)}`
    case 'end':
      return 'end'
    default:
      return step satisfies never
  }
}

function word(part: Part): string {
  if (typeof part === 'string') return `t${hex(part)}`
  if ('unsigned' in part) return `u${part.unsigned}`
  if ('signed' in part) return `d${part.signed}`
  if ('hex8' in part) return `x${part.hex8}`
  if ('string' in part) return `j${part.string.room},${part.string.hex}`
  return `t${hex(part.repeat.text.repeat(part.repeat.times))}`
}

export interface Obeyed {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs a program that writes records, with commands on its standard input. */
export function obey(program: string, commands: readonly string[]): Obeyed {
  const { status, stdout, stderr } = spawnSync(program, { input: `${commands.join('\n')}\n`, maxBuffer: 2 ** 24 })
  return { code: status, stdout, stderr: stderr.toString() }
}

export const obeySteps = (program: string, steps: readonly Step[]): Obeyed => obey(program, steps.map(command))

export const stringCommand = (room: number, bytes: string): string => `string j${room},${bytes}`
export const crcCommand = (bytes: string): string => `crc t${bytes}`
export const nonceCommand = (nonce: string): string => `nonce t${hex(nonce)}`
