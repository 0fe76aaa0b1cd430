import { packageBuild } from '../../scripts/package-build.ts'

// The verifiers decide what is accepted, so they belong to the code whose digest the evidence records.
export default packageBuild({ noExternal: ['@capbench/verifiers'] })
