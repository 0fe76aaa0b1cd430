import { packageBuild } from '../../scripts/package-build.ts'

export default packageBuild({ clean: ['!programs/**'] }) // scripts/build-probe.ts writes there
