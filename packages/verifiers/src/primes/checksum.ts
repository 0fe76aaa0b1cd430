/** Upper 32 bits of the 64-bit product of two unsigned 32-bit numbers, in parts that a double holds exactly. */
function highProduct(a: number, b: number): number {
  const aHigh = a >>> 16
  const aLow = a & 0xffff
  const bHigh = b >>> 16
  const bLow = b & 0xffff
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const carry = aLow * bHigh + (middle & 0xffff)
  return aHigh * bHigh + (middle >>> 16) + (carry >>> 16)
}

/** A sum modulo 2^64 in two halves: a BigInt for each of millions of primes would take seconds. */
export interface PrimeChecksum {
  readonly add: (prime: number) => void
  /** 16 lower-case hexadecimal digits. */
  readonly hex: () => string
}

const hex32 = (value: number): string => value.toString(16).padStart(8, '0')

/**
 * Sum modulo 2^64 of the finalizer of splitmix64 over what is added, each below 2^30. Independent of the order, so that
 * workers may add up their own parts; sensitive to every bit of every prime.
 *
 * Finalizer: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), with Stafford's
 * mix 13.
 */
export function primeChecksumSum(): PrimeChecksum {
  let sumHigh = 0
  let sumLow = 0
  return {
    add: (prime) => {
      // Below 2^30 the first xor-shift by 30 changes nothing. Then: times 0xbf58476d1ce4e5b9.
      let low = Math.imul(prime, 0x1ce4e5b9) >>> 0
      let high = (highProduct(prime, 0x1ce4e5b9) + Math.imul(prime, 0xbf58476d)) >>> 0
      low = (low ^ ((low >>> 27) | (high << 5))) >>> 0
      high = (high ^ (high >>> 27)) >>> 0
      const product = Math.imul(low, 0x133111eb) >>> 0 // times 0x94d049bb133111eb
      high = (highProduct(low, 0x133111eb) + Math.imul(low, 0x94d049bb) + Math.imul(high, 0x133111eb)) >>> 0
      low = (product ^ ((product >>> 31) | (high << 1))) >>> 0
      high = (high ^ (high >>> 31)) >>> 0
      const sum = sumLow + low
      sumLow = sum >>> 0
      sumHigh = (sumHigh + high + (sum > 0xffffffff ? 1 : 0)) >>> 0
    },
    hex: () => hex32(sumHigh) + hex32(sumLow),
  }
}
