import { readFileSync } from 'node:fs'
import { capture } from '@capbench/host'
import { runChild } from '../measure/child.ts'

/** What OpenSSL may use of the processor: bits of CPUID that are taken from it (OPENSSL_ia32cap(3)). */
const masks = {
  /** No SSSE3, AVX, PCLMUL; of leaf 7 nothing: neither AVX2 and BMI nor the SHA extension. */
  plain: '~0x1000020200000000:0',
  /** All but the SHA extension. */
  vector: ':~0x20000000',
  whole: ':',
} as const
export type OpenSslSkill = keyof typeof masks

/** Why OpenSSL cannot be measured so; undefined where it can. */
export async function opensslObstacle(skill: OpenSslSkill): Promise<string | undefined> {
  const { exit } = await capture({ file: 'openssl', args: ['version'] })
  if (exit.kind !== 'exited' || exit.code !== 0) return 'openssl is missing; `apt-get install openssl`'
  if (process.arch !== 'x64') return `what is masked is of x86-64, this host is ${process.arch}`
  if (skill === 'whole' && !/\bsha_ni\b/.test(readFileSync('/proc/cpuinfo', 'latin1')))
    return 'this processor has no SHA extension'
  return undefined
}

/** MiB a second of SHA-256 over pieces of so many bytes, for a second, by the wall clock. */
export async function opensslRate(skill: OpenSslSkill, bytes: number): Promise<number> {
  const speed = ['openssl', 'speed', '-elapsed', '-seconds', '1', '-bytes', String(bytes), '-evp', 'sha256']
  const mask = skill === 'whole' ? [] : [`OPENSSL_ia32cap=${masks[skill]}`]
  const { output } = await runChild('env', [...mask, ...speed])
  const found = /^sha256\s+([\d.]+)k\s*$/im.exec(output)?.[1]
  if (found === undefined) throw new Error(`openssl speed said no rate: ${output}`)
  return (Number(found) * 1000) / 2 ** 20
}
