import { createSecretKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readPrivateKey, readPublicKey } from '../../../src/evidence/signature/keys.ts'
import { add, decode, privatePem, publicKeyOf, publicPem, rfc8032 } from './ed25519.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test.each(rfc8032)('the keys of RFC 8032 sign as they should: message $message', (vector) => {
  const message = Buffer.from(vector.message, 'hex')
  const { key } = readPublicKey(publicPem(vector.public))
  expect(hex(sign(null, message, readPrivateKey(privatePem(vector.secret))))).toBe(vector.signature)
  expect(verify(null, message, key, Buffer.from(vector.signature, 'hex'))).toBe(true)
})

describe('public keys under which anybody can sign', () => {
  const f = (first: string, last: string) => `${first}${'f'.repeat(60)}${last}`
  const z = (first: string, last: string) => `${first}${'0'.repeat(60)}${last}`
  const a = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc'
  const b = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03'
  const canonical = [
    ...[z('00', '00'), z('00', '80'), z('01', '00'), f('ec', '7f')],
    ...[`${a}05`, `${a}85`, `${b}7a`, `${b}fa`],
  ]
  const others = [z('01', '80'), f('ec', 'ff'), f('ed', '7f'), f('ed', 'ff'), f('ee', '7f'), f('ee', 'ff')]

  test('are all of the eight points, and nothing else', () => {
    const points = [...canonical, ...others].map(decode)
    for (const point of points) {
      const two = add(point, point)
      const four = add(two, two)
      expect(add(four, four)).toEqual({ x: 0n, y: 1n })
    }
    const distinct = (of: typeof points) => new Set(of.map(({ x, y }) => `${x} ${y}`)).size
    expect([distinct(points.slice(0, 8)), distinct(points)]).toEqual([8, 8])
  })

  test.each([...canonical, ...others])('%s is refused', (encoding) => {
    expect(() => readPublicKey(publicPem(encoding))).toThrow(/small order|not canonical/)
    expect(() => readPublicKey(publicKeyOf(encoding))).toThrow(/small order|not canonical/)
  })

  test.each([f('ef', '7f'), f('ff', 'ff')])('%s is refused, since it is not reduced', (encoding) => {
    expect(() => readPublicKey(publicPem(encoding))).toThrow('not canonical')
  })
})

describe('what is no Ed25519 key of the right half is refused', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ed448 = generateKeyPairSync('ed448')
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const own = generateKeyPairSync('ed25519')
  const pem = (key: typeof rsa.publicKey) =>
    key.export({ format: 'pem', type: key.type === 'public' ? 'spki' : 'pkcs8' }).toString()

  test.each([
    ['RSA', rsa.publicKey],
    ['RSA as PEM', pem(rsa.publicKey)],
    ['Ed448', ed448.publicKey],
    ['P-256', ec.publicKey],
    ['a private key', own.privateKey],
    ['a private key as PEM', pem(own.privateKey)],
    ['a secret', createSecretKey(Buffer.alloc(32))],
    ['broken PEM', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
    ['bytes', Buffer.alloc(32) as never],
  ])('as public key: %s', (_, key) => {
    expect(() => readPublicKey(key)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })

  test.each([
    ['RSA', rsa.privateKey],
    ['RSA as PEM', pem(rsa.privateKey)],
    ['Ed448', ed448.privateKey],
    ['a public key', own.publicKey],
    ['a public key as PEM', pem(own.publicKey)],
    ['no PEM', 'secret words'],
  ])('as private key: %s', (_, key) => {
    expect(() => readPrivateKey(key)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })

  test('no message quotes a key', () => {
    expect(() => readPrivateKey('secret words')).toThrow(/^(?!.*secret words)/)
  })
})
