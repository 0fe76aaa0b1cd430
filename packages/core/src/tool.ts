import manifest from '../package.json' with { type: 'json' }

/** The version of this package: evidence of the same version must re-derive byte for byte. */
export const tool = { name: 'capbench', version: manifest.version } as const
