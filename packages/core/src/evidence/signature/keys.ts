import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto'
import { sha256Hex } from '../../encode/canonical.ts'
import { CapbenchError } from '../../error.ts'

/** A key of node:crypto, or PEM: PKCS #8 for a private key, SubjectPublicKeyInfo for a public one. */
export type Ed25519Key = KeyObject | string

export interface PublicKey {
  /** SHA-256 of the key's SubjectPublicKeyInfo in DER: `openssl pkey -pubin -outform DER | sha256sum`. */
  readonly keyId: string
  readonly key: KeyObject
}

/**
 * The y coordinates of the eight points of small order, as RFC 8032 encodes them, without the sign of x. A signature of
 * zeros verifies any message under such a key where the library does not look, and whether it does depends on its
 * version. Their other spellings, p and p + 1, fall with everything that is not reduced.
 */
const smallOrder: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000', // order 4
  '0100000000000000000000000000000000000000000000000000000000000000', // order 1
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', // order 2
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', // order 8
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', // order 8
])

const usage = (message: string): never => {
  throw new CapbenchError('CAPBENCH_USAGE', message)
}

/**
 * A public key that a signature may be checked with.
 *
 * @throws CAPBENCH_USAGE for anything but an Ed25519 public key, for a point of small order, and for a y coordinate of
 *   2^255 - 19 or more (RFC 8032, section 5.1.3)
 */
export function readPublicKey(given: Ed25519Key): PublicKey {
  const key = typeof given === 'string' ? publicKeyOfPem(given) : given
  demandEd25519(key, 'public')
  const spki = key.export({ format: 'der', type: 'spki' })
  const y = Uint8Array.from(spki.subarray(-32))
  y[31] = (y[31] ?? 0) & 0x7f
  const hex = Buffer.from(y).toString('hex')
  if (smallOrder.has(hex)) usage('the public key is a point of small order, under which anybody can sign')
  if (/^(?:e[d-f]|f.)(?:ff){30}7f$/.test(hex)) usage('the public key is not canonical: its y is 2^255 - 19 or more')
  return { keyId: sha256Hex(spki), key }
}

/** @throws CAPBENCH_USAGE for anything but an Ed25519 private key; no message quotes it */
export function readPrivateKey(given: Ed25519Key): KeyObject {
  const key = typeof given === 'string' ? privateKeyOfPem(given) : given
  demandEd25519(key, 'private')
  return key
}

function demandEd25519(key: unknown, type: 'public' | 'private'): asserts key is KeyObject {
  const came = key instanceof KeyObject ? `a ${key.type} key (${key.asymmetricKeyType ?? 'symmetric'})` : typeof key
  if (came !== `a ${type} key (ed25519)`)
    usage(`an Ed25519 ${type} key is wanted, as KeyObject or PEM; this is ${came}`)
}

function publicKeyOfPem(pem: string): KeyObject {
  // createPublicKey would take a private key or a certificate as well, and make a public key of it.
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) usage('the PEM of a public key begins with BEGIN PUBLIC KEY')
  try {
    return createPublicKey(pem)
  } catch {
    return usage('the PEM of a public key cannot be read')
  }
}

function privateKeyOfPem(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    return usage('the PEM of the private key cannot be read; open an encrypted one with node:crypto createPrivateKey')
  }
}
