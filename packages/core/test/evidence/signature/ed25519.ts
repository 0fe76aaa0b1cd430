import { createPublicKey, type KeyObject } from 'node:crypto'

/** RFC 8032, section 7.1, tests 1 to 3. */
export const rfc8032 = [
  {
    secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    public: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    public: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    public: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
] as const

const pem = (label: string, der: string) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der, 'hex').toString('base64')}\n-----END ${label}-----\n`

/** PKCS #8 and SubjectPublicKeyInfo around 32 bytes (RFC 8410). */
export const privatePem = (secret: string) => pem('PRIVATE KEY', `302e020100300506032b657004220420${secret}`)
export const publicPem = (point: string) => pem('PUBLIC KEY', `302a300506032b6570032100${point}`)

export const publicKeyOf = (point: string): KeyObject => createPublicKey(publicPem(point))

const p = 2n ** 255n - 19n
const mod = (a: bigint) => ((a % p) + p) % p
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b)
  return result
}
const inverse = (a: bigint) => power(a, p - 2n)
const d = mod(-121665n * inverse(121666n))
const rootOfMinusOne = power(2n, (p - 1n) / 4n)

interface Point {
  readonly x: bigint
  readonly y: bigint
}

/** RFC 8032, section 5.1.3, but with y reduced and the sign of x = 0 passed over, as lenient decoders do. */
export function decode(encoding: string): Point {
  const bytes = Buffer.from(encoding, 'hex').reverse()
  const number = BigInt(`0x${bytes.toString('hex')}`)
  const [y, sign] = [mod(number & (2n ** 255n - 1n)), number >> 255n]
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n))
  const root = power(square, (p + 3n) / 8n)
  const x = [root, mod(root * rootOfMinusOne)].find((each) => mod(each * each) === square)
  if (x === undefined) throw new Error(`${encoding} is on no point of the curve`)
  return { x: (x & 1n) === sign ? x : mod(-x), y }
}

/** RFC 8032, section 5.1.4, in affine coordinates. */
export function add(a: Point, b: Point): Point {
  const k = mod(d * a.x * b.x * a.y * b.y)
  return { x: mod((a.x * b.y + b.x * a.y) * inverse(1n + k)), y: mod((a.y * b.y + a.x * b.x) * inverse(1n - k)) }
}
