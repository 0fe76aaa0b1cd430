import { lightBuiltins } from '../../scripts/light-builtins.ts'
import { packageBuild } from '../../scripts/package-build.ts'

const build = {
  entry: { index: 'src/index.ts', 'testing/index': 'src/testing/index.ts' },
  noExternal: ['typebox', 'mathjs'], // file count, not work, is what makes these slow to import
  splitting: true,
  minify: true, // read at every start; the source map has the names
  removeNodeProtocol: false, // by which the plugin knows them
}

export default packageBuild(build, lightBuiltins)
