export interface CpioMember {
  readonly path: string
  readonly ino: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly mtime: number
  readonly device: readonly [number, number]
  readonly data: Buffer
}

/** Reads a newc archive the way the kernel does (init/initramfs.c): up to the trailer. */
export function readCpio(archive: Uint8Array): readonly CpioMember[] {
  const bytes = Buffer.from(archive)
  const members: CpioMember[] = []
  const align = (at: number): number => (at + 3) & ~3
  for (let at = 0; ; ) {
    if (bytes.toString('latin1', at, at + 6) !== '070701') throw new Error(`no member at ${at}`)
    const fieldsAt = at + 6
    const field = (index: number): number =>
      Number.parseInt(bytes.toString('latin1', fieldsAt + index * 8, fieldsAt + index * 8 + 8), 16)
    const nameAt = at + 110
    const path = bytes.toString('utf8', nameAt, nameAt + field(11) - 1)
    const dataAt = align(nameAt + field(11))
    const data = bytes.subarray(dataAt, dataAt + field(6))
    at = align(dataAt + field(6))
    if (path === 'TRAILER!!!') {
      if (bytes.subarray(at).some((byte) => byte !== 0)) throw new Error('something follows the trailer')
      return members
    }
    members.push({
      path,
      ino: field(0),
      mode: field(1),
      uid: field(2),
      gid: field(3),
      mtime: field(5),
      device: [field(9), field(10)],
      data,
    })
  }
}
