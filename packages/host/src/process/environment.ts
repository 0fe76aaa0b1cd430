/** The whole environment of a started process; nothing else is passed on. */
export type ProcessEnvironment = Readonly<Record<string, string>>

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The allowed variables that are set here: `allowedEnvironment('PATH', 'LANG')`. */
export function allowedEnvironment(...names: readonly string[]): ProcessEnvironment {
  const allowed: Record<string, string> = {}
  for (const name of names) {
    const value = process.env[name]
    if (value !== undefined) allowed[name] = value
  }
  return allowed
}

/** What a process gets when its caller names nothing: PATH alone. */
export function minimalEnvironment(): ProcessEnvironment {
  const { PATH = defaultPath } = process.env
  return { PATH }
}
