import type { Benchmark } from '../define/benchmark.ts'
import { type Derived, derive } from '../derive.ts'
import { sha256Hex } from '../encode/canonical.ts'
import { escapeHidden } from '../encode/escape-hidden.ts'
import { CapbenchError, messageOf } from '../error.ts'
import { codeIdentity } from '../execute/code-identity.ts'
import { exitCodes } from '../judge/exit-code.ts'
import { configFaults } from '../plan/config-faults.ts'
import { contentFaults, missingRuns, orderFaults, resumptionFaults } from './consistency.ts'
import { readEvidence } from './content.ts'
import { openDirectory } from './directory.ts'
import { judgeIndex } from './index-check.ts'
import { completeness, type Listed, readManifests, wrongDigests } from './manifest-faults.ts'
import { derivedDifferences, remarkOnVersion } from './re-derive/differences.ts'
import type { EvidenceReader } from './reader.ts'
import { resultFileFaults } from './result-files.ts'
import { judgeSignature, type Trust } from './signature/verify.ts'
import type { EvidenceCheck, Verification, VerifyOptions } from './verify-evidence.ts'

/** The checks of `verifyEvidence`, one after the other. */
export async function judgeEvidence(
  directory: string,
  options: VerifyOptions,
  trust: Trust | undefined,
): Promise<Verification> {
  const checks: EvidenceCheck[] = []
  let hostile = false
  const finish = (obstacles: readonly string[]): Verification => {
    const failed = checks.some(({ outcome }) => outcome === 'fail')
    const open = checks.filter((check) => check.outcome !== 'pass' && !isAbsentBeside(check))
    const verified = open.length === 0
    const unverified = verified ? [] : ['it is not verified']
    const publishableReasons = [...unverified, ...obstacles.map(printable)]
    const publishable = publishableReasons.length === 0
    const exitCode = hostile
      ? exitCodes.usage
      : failed
        ? exitCodes.bad
        : !verified
          ? exitCodes.usage
          : options.publishable === true && !publishable
            ? exitCodes.notPublishable
            : exitCodes.good
    return { directory, checks, verified, open, publishable, publishableReasons, exitCode }
  }
  const attempt = async (name: EvidenceCheck['name'], check: () => Promise<Found> | Found) => {
    try {
      const found = await check()
      if ('skipped' in found) {
        checks.push({ name, outcome: 'skipped', details: [found.skipped] })
        return true
      }
      if ('remark' in found) {
        checks.push({ name, outcome: 'pass', details: [printable(found.remark)] })
        return true
      }
      checks.push({ name, outcome: found.length === 0 ? 'pass' : 'fail', details: found.map(printable) })
      return true
    } catch (error) {
      checks.push({ name, outcome: 'fail', details: [printable(messageOf(error))] })
      hostile = true
      return false
    }
  }
  let reader: EvidenceReader | undefined
  await attempt('layout', () => {
    reader = openDirectory(directory, options.maxBytes)
    return []
  })
  if (reader === undefined) return finish([])
  const evidence = unchanging(reader)
  let listed: Listed | undefined
  await attempt('manifests', () => {
    listed = readManifests(evidence)
    return completeness(evidence, listed)
  })
  if (listed === undefined) return finish([])
  const { all } = listed
  await attempt('digests', () => wrongDigests(evidence, all))
  await attempt('index', () => judgeIndex(directory, evidence))
  if (trust === undefined || options.signature === undefined) checks.push(notSigned)
  else {
    const { envelope } = options.signature
    await attempt('signature', () => signatureFaults(evidence, envelope, trust))
  }
  const readable = await attempt('content', () => {
    const content = readEvidence(evidence)
    return [
      ...configFaults(content.config),
      ...contentFaults(evidence, content),
      ...resumptionFaults(evidence, content),
      ...resultFileFaults(evidence),
    ]
  })
  if (!readable) return finish([])
  const skip = reasonToSkip(evidence, options.benchmarks)
  if (skip !== undefined) {
    checks.push({ name: 're-derive', outcome: 'skipped', details: [printable(skip)] })
    return finish([])
  }
  let obstacles: readonly string[] = []
  await attempt('re-derive', async () => {
    const derived = await derive(evidence, options.benchmarks)
    obstacles = obstaclesToPublishing(derived)
    const { version } = derived.content.config.tool
    const faults = [
      ...orderFaults(derived.plan, derived.runs),
      ...missingRuns(derived),
      ...derivedDifferences(evidence, derived.files, version),
    ]
    const remark = remarkOnVersion(version)
    if (remark === undefined) return faults
    return faults.length === 0 ? { remark } : [...faults, remark]
  })
  return finish(obstacles)
}

/** Faults, none for a pass; or what is to be known of a pass; or why nothing could be checked. */
type Found = readonly string[] | { readonly remark: string } | { readonly skipped: string }

/** What lies beside a campaign may be absent: evidence travels alone, and is verified all the same. */
const isAbsentBeside = ({ name, outcome }: EvidenceCheck): boolean =>
  outcome === 'skipped' && (name === 'index' || name === 'signature')

const notSigned: EvidenceCheck = { name: 'signature', outcome: 'skipped', details: ['no signature was given'] }

function signatureFaults(evidence: EvidenceReader, envelope: Uint8Array, trust: Trust): readonly string[] {
  const verdict = judgeSignature(evidence, envelope, trust)
  return verdict.outcome === 'accepted' ? [] : verdict.reasons.map(({ name, detail }) => `${name}: ${detail}`)
}

/** Details quote what a stranger wrote: nothing in them moves a cursor or turns text round, and none is endless. */
function printable(detail: string): string {
  const most = 4_000
  return escapeHidden(detail.length > most ? `${detail.slice(0, most)} (${detail.length - most} more)` : detail)
}

function obstaclesToPublishing({ content, results }: Derived): readonly string[] {
  const compared = results.filter(({ role }) => role !== 'native-context')
  const name = ({ benchmarkName, target, case: caseName, metric }: Derived['results'][number]) =>
    `${benchmarkName} on ${target}, ${caseName}, ${metric}`
  return [
    ...(content.campaign.ended === 'done' ? [] : ['the campaign was cancelled']),
    ...(compared.some(({ status }) => status === 'passed') ? [] : ['no result of a subject or reference has passed']),
    ...results.flatMap((result) => {
      if (result.status === 'failed' || result.status === 'invalid') return [`${name(result)} is ${result.status}`]
      if (result.status !== 'passed' || result.role === 'native-context') return []
      if (result.evidenceClass === 'claimable') return []
      return [`${name(result)} is ${result.evidenceClass}: ${result.classReasons.join(', ')}`]
    }),
  ]
}

/** Bytes are read more than once, and must not change in between: what was hashed is what is parsed. */
function unchanging(reader: EvidenceReader): EvidenceReader {
  const seen = new Map<string, string>()
  return {
    ...reader,
    read: (path) => {
      const bytes = reader.read(path)
      const digest = sha256Hex(bytes)
      const before = seen.get(path) ?? digest
      if (before !== digest) throw new CapbenchError('CAPBENCH_HOSTILE', `${path} changed while it was verified`)
      seen.set(path, digest)
      return bytes
    },
  }
}

/** Without the very code that read and measured the runs, nothing can be said of what follows from them. */
function reasonToSkip(reader: EvidenceReader, benchmarks: readonly Benchmark[]): string | undefined {
  const { config } = readEvidence(reader)
  const have = new Map(benchmarks.flatMap((each) => [each, ...each.proofs]).map((each) => [each.name, each]))
  for (const { name, version, code } of config.benchmarks) {
    const definition = have.get(name)
    if (definition === undefined) return `no definition of ${name} ${version} (${code.package}) was given`
    if (definition.version !== version) return `${name} ${version} is wanted, ${definition.version} was given`
    const came = codeIdentity(definition.module)
    if (came.sha256 !== code.sha256) {
      const given = `the code of ${name} in ${came.package} ${came.version} has the digest ${came.sha256}`
      return `${given}, the evidence was made with ${code.sha256}`
    }
  }
  return undefined
}
