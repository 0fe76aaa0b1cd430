import { hex64 } from './schema.ts'
import { Type } from './type.ts'

const nameAndVersion = Type.Object({ name: Type.String(), version: Type.String() })

/** What is known about a built program; stored beside the binary and copied into the evidence. */
export const ProgramManifest = Type.Object({
  name: Type.String(),
  sha256: hex64,
  bytes: Type.Integer({ minimum: 1 }),
  compiler: nameAndVersion,
  libc: nameAndVersion,
  flags: Type.Array(Type.String()),
  sources: Type.Array(Type.Object({ path: Type.String(), sha256: hex64 })),
  /** `unofficial-program`, `program-digest-unexpected`, ...: printed with every result. */
  notes: Type.Array(Type.String()),
})
export type ProgramManifest = Type.Static<typeof ProgramManifest>

/** A built static program on this host. */
export interface ProgramFile {
  readonly name: string
  /** Absolute path of the binary. */
  readonly path: string
  readonly manifest: ProgramManifest
}
