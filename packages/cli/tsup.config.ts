import { packageBuild } from '../../scripts/package-build.ts'

export default packageBuild({
  entry: ['src/index.ts', 'src/bin.ts'],
  noExternal: ['citty', 'log-update', 'slice-ansi'],
})
