/** Builds the programs of this package into `dist`; `--lock` records their digests as the expected ones. */
import { buildPackagePrograms } from '@capbench/guest'
import { bareSources, packageRoot, programSources } from '../src/program.ts'

const lock = process.argv.includes('--lock')
const { report } = await buildPackagePrograms({ root: packageRoot, linux: programSources(), bare: bareSources(), lock })
for (const line of report) console.log(line)
