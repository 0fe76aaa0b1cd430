import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * Runs a program to its end and returns what it said, which goes into the error if it fails. What the tests' own runner
 * put into the environment is not handed on.
 */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined, NO_COLOR: '1', ...more }
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd, env, maxBuffer: 1 << 26 })
    return stdout + stderr
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`${program} ${args.join(' ')} failed\n${stdout ?? ''}${stderr ?? ''}`, { cause: error })
  }
}
