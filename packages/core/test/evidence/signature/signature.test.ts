import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { canonicalBytes, type JsonValue, signCampaign, verifyEvidence, verifySignature } from '@capbench/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { sha256Hex } from '../../../src/encode/canonical.ts'
import { openDirectory } from '../../../src/evidence/directory.ts'
import { preAuthEncoding } from '../../../src/evidence/signature/pae.ts'
import { judgeSignature, readTrust } from '../../../src/evidence/signature/verify.ts'
import { toy } from '../../pipeline/toy.ts'
import { temporaryDirectoryForAll } from '../../store.ts'
import { copyOf, edit, filesOf, makeGolden, reseal } from '../golden.ts'
import { privatePem, publicPem, rfc8032 } from './ed25519.ts'

const [first, second, third] = rfc8032
const privateKey = privatePem(first.secret)
const publicKeys = [publicPem(first.public)]
const store = temporaryDirectoryForAll()
const work = join(store, 'copy')
const own: { golden: string; other: string; envelope: Uint8Array } = {
  golden: '',
  other: '',
  envelope: new Uint8Array(),
}

interface Signature {
  readonly keyid: string
  readonly sig: string
}
interface Envelope {
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly Signature[]
}
const read = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Envelope
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const payloadOf = (bytes: Uint8Array) => Buffer.from(read(bytes).payload, 'base64')
const rewritten = (change: Partial<Envelope>) =>
  canonicalBytes({ ...read(own.envelope), ...change } as unknown as JsonValue)
const resigned = (change: (signature: Signature) => Partial<Signature>) =>
  rewritten({ signatures: read(own.envelope).signatures.map((each) => ({ ...each, ...change(each) })) })
const reasonsOf = (directory: string, envelope: Uint8Array, keys: readonly string[] = publicKeys, atLeast = 1) => {
  const verdict = verifySignature(directory, envelope, { publicKeys: keys, atLeast })
  return verdict.outcome === 'refused' ? verdict.reasons.map(({ name }) => name) : verdict.outcome
}
/** What somebody with the trusted key signs, whatever it is. */
function signed(payload: Uint8Array, payloadType = 'application/vnd.in-toto+json') {
  const sig = sign(null, preAuthEncoding(payloadType, payload), privateKey).toString('base64')
  const signatures = read(own.envelope).signatures.map(({ keyid }) => ({ keyid, sig }))
  return rewritten({ payload: base64(payload), payloadType, signatures })
}
function flips(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const changed = Uint8Array.from(bytes)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return changed
  })
}

beforeAll(async () => {
  own.golden = await makeGolden(store)
  own.other = await makeGolden(store)
  own.envelope = signCampaign(own.golden, { privateKey })
})

test('a signature is a statement about the campaign, in an envelope, and is accepted', () => {
  const digest = (path: string) => sha256Hex(readFileSync(join(own.golden, path)))
  expect(JSON.parse(payloadOf(own.envelope).toString())).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: basename(own.golden), digest: { sha256: digest('derived.sha256') } }],
    predicateType: 'urn:capbench:campaign:v1',
    predicate: {
      configHash: digest('config.json'),
      artifactHash: digest('evidence.sha256'),
      tool: JSON.parse(readFileSync(join(own.golden, 'config.json'), 'utf8')).tool,
    },
  })
  const [signature] = read(own.envelope).signatures
  expect(verifySignature(own.golden, own.envelope, { publicKeys })).toEqual({
    outcome: 'accepted',
    keyIds: [signature?.keyid],
  })
  expect(signCampaign(own.golden, { privateKey })).toEqual(own.envelope)
  expect(own.envelope).toEqual(canonicalBytes(read(own.envelope) as unknown as JsonValue))
})

test('evidence above the limit of the caller is refused before a file is read', () => {
  const verdict = verifySignature(own.golden, own.envelope, { publicKeys, maxBytes: 1000 })
  expect(verdict).toMatchObject({ outcome: 'refused', reasons: [{ name: 'broken-campaign' }] })
  expect(verdict.outcome === 'refused' && verdict.reasons[0]?.detail).toContain('more than 1000 bytes together')
  expect(verifySignature(own.golden, own.envelope, { publicKeys, maxBytes: 10_000_000 }).outcome).toBe('accepted')
})

describe('every flipped bit is refused', () => {
  test.each<[string, () => readonly Uint8Array[]]>([
    ['of the envelope', () => flips(own.envelope)],
    ['of the payload', () => flips(payloadOf(own.envelope)).map((bytes) => rewritten({ payload: base64(bytes) }))],
    [
      'of the signature',
      () =>
        flips(Buffer.from(read(own.envelope).signatures[0]?.sig ?? '', 'base64')).map((bytes) =>
          resigned(() => ({ sig: base64(bytes) })),
        ),
    ],
  ])('%s', (_, changed) => {
    const [reader, trust] = [openDirectory(own.golden), readTrust({ publicKeys })]
    expect(judgeSignature(reader, own.envelope, trust).outcome).toBe('accepted')
    const all = changed()
    expect(all.length).toBeGreaterThan(500)
    expect(all.filter((bytes) => judgeSignature(reader, bytes, trust).outcome !== 'refused')).toEqual([])
  })
})

test.each<[string, () => Uint8Array, string]>([
  ['no JSON', () => Buffer.from('{'), 'malformed-envelope'],
  ['whitespace', () => Buffer.concat([own.envelope, Buffer.from('\n')]), 'malformed-envelope'],
  ['no signatures', () => rewritten({ signatures: [] }), 'malformed-envelope'],
  ['base64 without padding', () => rewritten({ payload: `${read(own.envelope).payload}A` }), 'malformed-envelope'],
  ['base64 with a line end', () => rewritten({ payload: `${read(own.envelope).payload}\n` }), 'malformed-envelope'],
  ['an endless envelope', () => new Uint8Array(2 ** 20 + 1), 'malformed-envelope'],
  ['another payload type', () => rewritten({ payloadType: 'text/plain' }), 'another-payload-type'],
  ['another payload type, signed', () => signed(payloadOf(own.envelope), 'text/plain'), 'another-payload-type'],
  ['S + L for S', () => resigned(withOrder), 'too-few-signatures'],
  ['a signed word', () => signed(Buffer.from('"yes"')), 'malformed-statement'],
  [
    'a statement that is not canonical',
    () => signed(Buffer.from(`${payloadOf(own.envelope)} `)),
    'malformed-statement',
  ],
])('an envelope is refused with %s', (_, envelope, reason) => {
  expect(reasonsOf(own.golden, envelope())).toEqual([reason])
})

/** The malleable twin of a signature: a verifier that does not demand S < L takes it too. */
function withOrder(signature: Signature): Partial<Signature> {
  const bytes = Buffer.from(signature.sig, 'base64')
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order
  Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse().copy(bytes, 32)
  return { sig: base64(bytes) }
}

test.each<[string, string, string, string]>([
  ['name of the campaign', '"name":"2', '"name":"3', 'another-campaign'],
  ['digest', '"sha256":"', '"sha256":"0', 'malformed-statement'],
  ['configHash', '"configHash":"..', '"configHash":"zz', 'malformed-statement'],
  ['version of the tool', '"version":"', '"version":"9', 'another-campaign'],
  ['type of the predicate', 'campaign:v1', 'campaign:v2', 'another-type'],
  ['type of the statement', 'Statement/v1', 'Statement/v2', 'another-type'],
])('a statement with another %s is refused, though the key is trusted', (_, from, to, reason) => {
  const before = payloadOf(own.envelope).toString()
  const after = before.replace(new RegExp(from), to)
  expect(after).not.toBe(before)
  expect(reasonsOf(own.golden, signed(Buffer.from(after)))).toEqual([reason])
})

test('members that nobody knows change no verdict', () => {
  const statement = { ...JSON.parse(payloadOf(own.envelope).toString()), verified: true } as JsonValue
  expect(reasonsOf(own.golden, signed(canonicalBytes(statement)))).toBe('accepted')
  expect(reasonsOf(own.other, signed(canonicalBytes(statement)))).toContain('another-campaign')
})

test('the signature of another campaign is refused', () => {
  expect(new Set(reasonsOf(own.other, own.envelope))).toEqual(new Set(['another-campaign']))
})

test('a key that did not sign is refused, whatever the envelope calls it', () => {
  expect(reasonsOf(own.golden, own.envelope, [publicPem(second.public)])).toEqual(['too-few-signatures'])
  const foreign = read(signCampaign(own.golden, { privateKey: privatePem(second.secret) })).signatures[0]?.keyid ?? ''
  const renamed = resigned(() => ({ keyid: foreign }))
  expect(reasonsOf(own.golden, renamed, [...publicKeys, publicPem(second.public)])).toEqual(['too-few-signatures'])
})

describe('several keys', () => {
  const three = [first, second, third].map((each) => publicPem(each.public))
  const both = () => signCampaign(own.golden, { privateKey: privatePem(second.secret), addTo: own.envelope })

  test('count once each, up to what the caller demands', () => {
    expect(reasonsOf(own.golden, both(), three, 2)).toBe('accepted')
    expect(reasonsOf(own.golden, both(), three, 3)).toEqual(['too-few-signatures'])
    expect(reasonsOf(own.golden, own.envelope, three, 2)).toEqual(['too-few-signatures'])
    const twice = rewritten({ signatures: [...read(own.envelope).signatures, ...read(own.envelope).signatures] })
    expect(reasonsOf(own.golden, twice, three, 2)).toEqual(['too-few-signatures'])
    const again = signCampaign(own.golden, { privateKey, addTo: own.envelope })
    expect(read(again).signatures).toHaveLength(1)
  })

  test('a signature is not added to the envelope of another campaign', () => {
    expect(() => signCampaign(own.other, { privateKey, addTo: own.envelope })).toThrow('is not about')
  })

  test.each([0, 2, 1.5, Number.NaN])('a threshold of %s is refused for one key, given twice', (atLeast) => {
    const twice = [...publicKeys, ...publicKeys]
    expect(() => verifySignature(own.golden, own.envelope, { publicKeys: twice, atLeast })).toThrow('atLeast')
  })

  test('no key at all is refused', () => {
    expect(() => verifySignature(own.golden, own.envelope, { publicKeys: [] })).toThrow('there are 0 keys')
  })
})

describe('a changed campaign', () => {
  test('is neither signed nor accepted with digests that are wrong', () => {
    copyOf(own.golden, work)
    edit(work, 'summary.csv', (text) => `${text}\n`)
    expect(reasonsOf(work, own.envelope)).toEqual(['broken-campaign'])
    expect(() => signCampaign(work, { privateKey })).toThrow('summary.csv has the digest')
    expect(reasonsOf(join(store, 'nothing'), own.envelope)).toEqual(['broken-campaign'])
  })

  test('is another one, once its manifests were made to fit', () => {
    for (const path of filesOf(own.golden).filter((each) => /summary|env.host|smp1.001.records/.test(each))) {
      copyOf(own.golden, work)
      edit(work, path, (text) => `${text} `)
      reseal(work)
      expect(reasonsOf(work, own.envelope), path).toContain('another-campaign')
    }
  })
})

describe('verifyEvidence', () => {
  const check = async (directory: string, envelope?: Uint8Array, keys = publicKeys) => {
    const signature = envelope === undefined ? {} : { signature: { envelope, publicKeys: keys } }
    const { checks, verified, exitCode } = await verifyEvidence(directory, { benchmarks: [toy], ...signature })
    return [checks.find(({ name }) => name === 'signature')?.outcome, verified, exitCode]
  }

  test('passes a good signature, fails a bad one, and needs none', async () => {
    expect(await check(own.golden, own.envelope)).toEqual(['pass', true, 0])
    expect(await check(own.golden)).toEqual(['skipped', true, 0])
    expect(await check(own.other, own.envelope)).toEqual(['fail', false, 1])
    expect(await check(own.golden, own.envelope, [publicPem(second.public)])).toEqual(['fail', false, 1])
    expect(await check(own.golden, new Uint8Array())).toEqual(['fail', false, 1])
  })

  test('refuses keys that are not to be trusted', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const rsa = publicKey.export({ format: 'pem', type: 'spki' }).toString()
    await expect(check(own.golden, own.envelope, [rsa])).rejects.toThrow('an Ed25519 public key is wanted')
    await expect(check(own.golden, own.envelope, [publicPem('00'.repeat(32))])).rejects.toThrow('small order')
  })
})
