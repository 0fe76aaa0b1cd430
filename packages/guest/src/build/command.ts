import { execFile } from 'node:child_process'

export type CommandResult =
  | { readonly ok: true; readonly stdout: string; readonly stderr: string }
  | { readonly ok: false; readonly missing: boolean; readonly output: string }

/** Runs a build tool, in a plain locale and a fixed time zone. Never throws: the caller knows what a failure means. */
export function run(file: string, args: readonly string[], cwd?: string): Promise<CommandResult> {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC', SOURCE_DATE_EPOCH: '0' }
  return new Promise((resolve) => {
    execFile(file, args, { env, cwd, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve({ ok: true, stdout, stderr })
      else resolve({ ok: false, missing: error.code === 'ENOENT', output: `${stdout}${stderr}`.trim() })
    })
  })
}
