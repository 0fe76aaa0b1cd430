import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeProgram } from './session.ts'

/** A command as the shell would have started it: its name, then its arguments. */
export type Call = readonly string[]

/** Joins the words of a call and the calls of a line; they occur in no document. */
const between = { words: '\u001f', calls: '\u001e' }

/**
 * What a shell makes of commands, with nothing of them run: every program that they name is one that only writes down
 * how it was called, and succeeds.
 *
 * @param programs all that may be called; anything else is `not found`, as a shell says it
 */
export function callsOf(
  commands: string,
  programs: readonly string[],
): { readonly calls: readonly Call[]; readonly complaint: string } {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-recorded-'))
  try {
    const bin = join(directory, 'bin')
    mkdirSync(bin)
    const record = join(directory, 'record')
    const body = `#!/bin/sh\nprintf '%s\\037' "\${0##*/}" "$@" >> '${record}'\nprintf '\\036' >> '${record}'\n`
    for (const program of programs) writeProgram(join(bin, program), body)
    // `<url>` stands for something that the reader knows, not for a file to read.
    const text = commands.replace(/<(\w+)>/g, '$1')
    const script = `alias cd=: exit=:\n${text}\nwait\n`
    const { stderr } = spawnSync('/bin/sh', ['-u', '-c', script], {
      cwd: directory,
      env: { PATH: bin, PWD: directory },
      encoding: 'utf8',
      timeout: 60_000,
    })
    const recorded = existsSync(record) ? readFileSync(record, 'utf8') : ''
    const calls = recorded
      .split(between.calls)
      .filter((call) => call !== '')
      .map((call) => call.split(between.words).slice(0, -1))
    // A file that the reader has is not here; the shell then starts nothing.
    const complaints = stderr.split('\n').filter((each) => !/cannot open [^:]+: No such file$/.test(each))
    return { calls, complaint: complaints.join('\n').trim() }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
