/** Builds the program into `dist`; `--lock` records the digests that it has here as the expected ones. */
import { buildPackagePrograms } from '@capbench/guest'
import { packageRoot, programSources } from '../src/program.ts'

const lock = process.argv.includes('--lock')
const { report } = await buildPackagePrograms({ root: packageRoot, linux: programSources, lock })
for (const line of report) console.log(line)
