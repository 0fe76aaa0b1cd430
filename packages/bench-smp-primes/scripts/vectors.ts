/** Runs the built program on the CPUs of this process, and writes its output and what is made of it to `vectors`. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { partition } from '../src/partition.ts'
import { packageRoot, smpPrimesProgram } from '../src/program.ts'
import { smpPrimes } from '../src/smp-primes.ts'
import { tornOf, vectorNonce, vectorWorkers, wrongCountOf } from '../test/support/vectors.ts'

const bounds = partition(smpPrimes.defaults.limit, vectorWorkers).map(String)
const { path } = smpPrimesProgram('x86_64')
const good = execFileSync(path, [vectorNonce, ...bounds], { encoding: 'utf8', env: {} })
const directory = join(packageRoot, 'vectors')
mkdirSync(directory, { recursive: true })
const files = { 'smp2-good.log': good, 'smp2-wrong-count.log': wrongCountOf(good), 'smp2-torn.log': tornOf(good) }
for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
