import type { Static } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { Type } from '../../define/type.ts'
import { CapbenchError } from '../../error.ts'
import type { AuthorityProfile } from '../profile.ts'
import { bundleOf, type CapOSGrant, capOSBundle } from './mapping.ts'

const name = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,63}$' })
const interfaceId = Type.String({ pattern: '^0x[0-9a-f]{1,16}$' })
const GrantSchema = Type.Object({
  capability: name,
  interfaceId: Type.Union([interfaceId, Type.Null()]),
  rights: Type.Array(name),
})

/**
 * What a manifest grants the process that runs the workload. The format of capOS's own export was not at hand: whoever
 * exports a manifest writes it in this form.
 */
export const CapOSManifest = Type.Object({
  schema: Type.Literal('capbench.capos-manifest/1'),
  grants: Type.Array(GrantSchema),
  /** Ids of capOS's own schema by capability; the grants are then held against these. */
  interfaces: Type.Optional(Type.Record(Type.String(), interfaceId)),
})
export type CapOSManifest = Static<typeof CapOSManifest>

/** The record `bundle`, with which a program prints the capabilities that it found itself with. */
export const BundleRecord = Type.Object({ grants: Type.Array(GrantSchema) })
export type BundleRecord = Static<typeof BundleRecord>

/** A bundle against the one that a profile comes to. */
export interface BundleCheck {
  /** Granted and not needed by any term: a capability, or rights of one. Wider than declared. */
  readonly extra: readonly CapOSGrant[]
  /** Needed by a term and not granted. */
  readonly missing: readonly CapOSGrant[]
  /** Capabilities whose interface id one side does not know, so that only name and rights were compared. */
  readonly unchecked: readonly string[]
}

/**
 * Compares an exported manifest with the bundle that a profile comes to.
 *
 * @throws CAPBENCH_USAGE where it is no such manifest, saying what does not fit
 */
export function checkManifest(manifest: unknown, profile: Pick<AuthorityProfile, 'terms'>): BundleCheck {
  if (!Check(CapOSManifest, manifest)) {
    const [error] = Errors(CapOSManifest, manifest)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `the manifest does not fit capbench.capos-manifest/1 at ${error?.instancePath || '/'}: ${error?.message ?? ''}`,
    )
  }
  return checkBundle(manifest.grants, capOSBundle(profile, manifest.interfaces))
}

/** Compares two bundles; an id that only one side knows is no difference, and is told of. */
export function checkBundle(granted: readonly CapOSGrant[], needed: readonly CapOSGrant[]): BundleCheck {
  const [came, wanted] = [bundleOf(granted), bundleOf(needed)]
  const unchecked = new Set<string>()
  const beyond = (some: readonly CapOSGrant[], others: readonly CapOSGrant[]) =>
    some.flatMap((grant): readonly CapOSGrant[] => {
      const own = others.filter((other) => isSame(grant, other, unchecked))
      if (own.length === 0) return [grant]
      const rights = grant.rights.filter((right) => !own.some((other) => other.rights.includes(right)))
      return rights.length === 0 ? [] : [{ ...grant, rights }]
    })
  return { extra: beyond(came, wanted), missing: beyond(wanted, came), unchecked: [...unchecked].sort() }
}

function isSame(a: CapOSGrant, b: CapOSGrant, unchecked: Set<string>): boolean {
  if (a.capability !== b.capability) return false
  if (a.interfaceId !== null && b.interfaceId !== null) return a.interfaceId === b.interfaceId
  unchecked.add(a.capability)
  return true
}

/** `Timer(now, sleep)` */
export function grantText({ capability, interfaceId: id, rights }: CapOSGrant): string {
  return `${capability}${id === null ? '' : ` ${id}`}(${rights.join(', ')})`
}
