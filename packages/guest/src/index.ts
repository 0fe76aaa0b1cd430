export {
  type BuildBareProgramOptions,
  bareProgramDirectory,
  buildBareProgram,
} from './build/bare/build-bare-program.ts'
export { type BareGuestProgramName, bareGuestProgram } from './build/bare/guest-programs.ts'
export { buildBareRuntime } from './build/bare/runtime.ts'
export { canBuildBare } from './build/bare/tools.ts'
export { type BuildProgramOptions, buildProgram } from './build/build-program.ts'
export { compilerRemedy } from './build/compiler.ts'
export type { GuestProgramName } from './build/guest-programs.ts'
export { type BuiltPrograms, buildPackagePrograms, type PackagePrograms } from './build/package-programs.ts'
export { removeStalePrograms } from './build/remove-stale.ts'
export { guestProgram, programBytes, programDirectory, readProgram } from './guest-program.ts'
export { hostArchitecture } from './host-architecture.ts'
export { initAuthority, launcherAuthority } from './launcher-authority.ts'
export { bareDirectory, headerDirectory } from './package-root.ts'
export { readProgramManifest } from './program-manifest.ts'
export { type BootRun, bootProof, bootProofWith, bootRecordsOf } from './proofs/boot-proof.ts'
