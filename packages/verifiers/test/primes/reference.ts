/** Slow and obvious twins of what the package does, for comparison. */
function isPrime(number: number): boolean {
  if (number < 2) return false
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false
  return true
}

export function primesOf(from: number, to: number): readonly number[] {
  const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
  return numbers.filter(isPrime)
}

const mask = (value: bigint): bigint => BigInt.asUintN(64, value)

function mix(value: bigint): bigint {
  const once = mask((value ^ (value >> 30n)) * 0xbf58476d1ce4e5b9n)
  const twice = mask((once ^ (once >> 27n)) * 0x94d049bb133111ebn)
  return twice ^ (twice >> 31n)
}

export function checksumOf(primes: readonly number[]): string {
  const sum = primes.reduce((total, prime) => total + mix(BigInt(prime)), 0n)
  return mask(sum).toString(16).padStart(16, '0')
}
