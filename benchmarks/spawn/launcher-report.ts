/** Milliseconds from `started` to `exited` as the launcher saw them: exec, the program itself, and its end. */
export function programMs(launcher: Uint8Array): number {
  const values = Buffer.from(launcher)
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [, , , type = '', ...rest] = line.split(' ')
      if (type !== 'started' && type !== 'exited') return []
      return [(JSON.parse(rest.join(' ')) as { monotonicNs: number }).monotonicNs]
    })
  const [started, exited] = values
  if (started === undefined || exited === undefined) throw new Error('the launcher did not report start and exit')
  return (exited - started) / 1e6
}
