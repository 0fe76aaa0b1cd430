import type { Architecture } from '@capbench/core'

const architectures: Partial<Record<string, Architecture>> = { x64: 'x86_64', arm64: 'aarch64' }

/** The architecture of this host; `undefined` where capbench has no programs for it. */
export const hostArchitecture: Architecture | undefined = architectures[process.arch]
