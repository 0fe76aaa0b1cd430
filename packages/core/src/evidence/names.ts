/** The manifest of what was observed: configuration, environment, raw runs, proofs. */
export const evidenceManifest = 'evidence.sha256'
/** The manifest of what follows from it, and of `evidence.sha256`. Written last: without it there is no campaign. */
export const derivedManifest = 'derived.sha256'
