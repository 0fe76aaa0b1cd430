import { type Finished, launcherNonce, type Running, start } from './run.ts'

/** Starts a program through the launcher, which reports on descriptor 3. */
export function startLaunch(launcher: string, program: readonly string[], options: readonly string[] = []): Running {
  return start(launcher, ['--nonce', launcherNonce, '--report', '3', ...options, '--', ...program], 'pipe')
}

export function launch(
  launcher: string,
  program: readonly string[],
  options: readonly string[] = [],
): Promise<Finished> {
  return startLaunch(launcher, program, options).finished
}
