import { CapbenchError } from '@capbench/core'
import { allowedEnvironment, capture } from '@capbench/host'

const downloadMs = 300_000

/** Apt's settings and the proxies of the caller; nothing else reaches the tools. */
const environment = () => ({
  ...allowedEnvironment('PATH', 'HOME', 'APT_CONFIG', 'http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy'),
  LC_ALL: 'C',
})

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/**
 * Runs a tool of Debian's and returns its standard output.
 *
 * @throws CapbenchError `CAPBENCH_MISSING` with its last words where it fails, and the reason of an abort
 */
export async function runTool(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly signal?: AbortSignal | undefined },
): Promise<string> {
  const { signal, ...rest } = options
  const { exit, stdout, stderr } = await capture({
    file,
    args,
    env: environment(),
    timeoutMs: downloadMs,
    ...rest,
    ...(signal && { signal }),
  })
  signal?.throwIfAborted()
  if (exit.kind === 'exited' && exit.code === 0) return stdout
  const came = exit.kind === 'not-started' ? exit.message : lastLine(stderr) || JSON.stringify(exit)
  throw new CapbenchError('CAPBENCH_MISSING', `${file} ${args.join(' ')} failed: ${came}`)
}
