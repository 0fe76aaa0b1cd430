/** One instruction of classic BPF: code, jump when true, jump when false, value. */
export type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, value: number]

/** What seccomp lets a filter see of a call. */
export interface CallData {
  readonly arch: number
  readonly number: number
  readonly args: readonly bigint[]
}

const [load, and, jump, jumpEqual, jumpAtLeast, give] = [0x20, 0x54, 0x05, 0x15, 0x35, 0x06]
const known = new Set([load, and, jump, jumpEqual, jumpAtLeast, give])
const sizeOfData = 64
const longest = 4096

/**
 * The rules by which the kernel accepts a filter (bpf_check_classic and seccomp_check_filter), for the instructions
 * that ours may use. @throws for a program that it would refuse.
 */
export function check(program: readonly Instruction[]): void {
  if (program.length === 0 || program.length > longest) throw new Error(`${program.length} instructions`)
  for (const [place, [code, whenTrue, whenFalse, value]] of program.entries()) {
    const refuse = (why: string): never => {
      throw new Error(`instruction ${place}: ${why}`)
    }
    if (!known.has(code)) refuse(`code ${code}`)
    if (code === load && (value % 4 !== 0 || value >= sizeOfData)) refuse(`loads from ${value}`)
    const farthest = code === jump ? value : Math.max(whenTrue, whenFalse)
    if (place + 1 + farthest >= program.length && code !== give) refuse('leads out of the program')
  }
}

/** The 32-bit words of struct seccomp_data, little-endian. */
function words({ arch, number, args }: CallData): readonly number[] {
  const [low, high] = [(word: bigint) => Number(word & 0xffffffffn), (word: bigint) => Number(word >> 32n)]
  return [number >>> 0, arch, 0, 0, ...args.flatMap((word) => [low(word), high(word)])]
}

/** What a filter answers to a call: the value of SECCOMP_RET_*. It must have passed `check`. */
export function run(program: readonly Instruction[], data: CallData): number {
  const seen = words(data)
  let accumulator = 0
  for (let place = 0; ; place++) {
    const [code, whenTrue, whenFalse, value] = program[place] ?? [give, 0, 0, -1]
    if (code === give) return value
    if (code === load) accumulator = seen[value / 4] ?? 0
    else if (code === and) accumulator = (accumulator & value) >>> 0
    else if (code === jump) place += value
    else place += (code === jumpEqual ? accumulator === value : accumulator >= value) ? whenTrue : whenFalse
  }
}
