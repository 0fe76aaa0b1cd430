import { Check } from 'typebox/value'
import { hex64 } from '../../define/schema.ts'
import { Type } from '../../define/type.ts'
import { sha256Hex } from '../../encode/canonical.ts'
import { readCanonicalJson } from '../../encode/strict.ts'
import { messageOf } from '../../error.ts'
import { CampaignFact, readStored } from '../content.ts'
import { derivedManifest, evidenceManifest } from '../names.ts'
import type { EvidenceReader } from '../reader.ts'

/** The type of the statement, of in-toto, and that of our predicate; each has its major version only. */
const statementType = 'https://in-toto.io/Statement/v1'
const predicateType = 'urn:capbench:campaign:v1'

const Statement = Type.Object({
  _type: Type.String(),
  subject: Type.Array(Type.Object({ name: Type.String(), digest: Type.Object({ sha256: hex64 }) })),
  predicateType: Type.String(),
  predicate: Type.Object({
    configHash: hex64,
    artifactHash: hex64,
    tool: Type.Object({ name: Type.String(), version: Type.String() }),
  }),
})

/** What is signed of a campaign: its name and digest, and what they stand for. A signature does not say `verified`. */
export function statementOf(reader: EvidenceReader) {
  const { campaignId } = readStored(reader, 'env/campaign.json', CampaignFact)
  const { tool } = readStored(
    reader,
    'config.json',
    Type.Object({ tool: Statement.properties.predicate.properties.tool }),
  )
  const digest = (path: string) => sha256Hex(reader.read(path))
  return {
    _type: statementType,
    subject: [{ name: campaignId, digest: { sha256: digest(derivedManifest) } }],
    predicateType,
    predicate: {
      configHash: digest('config.json'),
      artifactHash: digest(evidenceManifest),
      tool: { name: tool.name, version: tool.version },
    },
  }
}

export interface StatementFault {
  readonly name: 'malformed-statement' | 'another-type' | 'another-campaign'
  readonly detail: string
}

/** Where a signed statement says something else than the directory. Members that it has besides say nothing. */
export function statementFaults(payload: Uint8Array, reader: EvidenceReader): readonly StatementFault[] {
  const malformed = (detail: string) => [{ name: 'malformed-statement', detail }] as const
  let said: unknown
  try {
    said = readCanonicalJson(payload)
  } catch (error) {
    return malformed(messageOf(error))
  }
  if (!Check(Statement, said)) return malformed('the payload does not fit the schema of a statement')
  const own = statementOf(reader)
  const types = [
    ['_type', said._type, own._type],
    ['predicateType', said.predicateType, own.predicateType],
  ] as const
  const wrongTypes = types.flatMap(([what, came, wanted]) =>
    came === wanted ? [] : [{ name: 'another-type', detail: `${what} is ${came}, not ${wanted}` } as const],
  )
  if (wrongTypes.length > 0) return wrongTypes
  const [subject, ...more] = said.subject
  const [ownSubject] = own.subject
  if (subject === undefined || ownSubject === undefined || more.length > 0) {
    return malformed(`the statement has ${said.subject.length} subjects, not one`)
  }
  const fields = [
    ['campaign', subject.name, ownSubject.name],
    ['digest', subject.digest.sha256, ownSubject.digest.sha256],
    ['configHash', said.predicate.configHash, own.predicate.configHash],
    ['artifactHash', said.predicate.artifactHash, own.predicate.artifactHash],
    ['tool', said.predicate.tool.name, own.predicate.tool.name],
    ['tool version', said.predicate.tool.version, own.predicate.tool.version],
  ] as const
  return fields.flatMap(([what, came, wanted]) =>
    came === wanted ? [] : [{ name: 'another-campaign', detail: `${what} is ${came}, not ${wanted}` } as const],
  )
}
