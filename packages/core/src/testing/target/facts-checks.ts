import { existsSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { Errors, Check as fits } from 'typebox/value'
import type { JsonObject, JsonValue } from '../../define/json.ts'
import { canonicalJson } from '../../encode/canonical.ts'
import { isName } from '../../evidence/paths.ts'
import { TargetFacts } from '../../target/facts.ts'
import { TopologyFact } from '../../target/topology.ts'
import { type Check, unless } from './check.ts'

/** What a target says before anything runs. */
export const factsChecks: readonly Check[] = [
  {
    name: 'prepare is idempotent',
    faults: ({ prepared: { facts } }) => {
      const [first, second] = facts.map((each) => canonicalJson(each as unknown as JsonObject))
      return unless(first === second, `the facts changed from ${first} to ${second}`)
    },
  },
  {
    name: 'the facts fit their schema',
    faults: ({ prepared: { facts } }) => {
      const [error] = Errors(TargetFacts, facts[0])
      const where = error === undefined ? '' : `${error.instancePath || '/'}: ${error.message}`
      return unless(fits(TargetFacts, facts[0]), `they do not at ${where}`)
    },
  },
  {
    name: 'the facts agree with the target and with themselves',
    faults: ({ target, prepared: { facts } }) => {
      const [fact] = facts
      const { envelope, declared } = fact
      const [accelerator = ''] = (envelope.accelerator ?? '').split(',')
      return [
        ...unless(isName(target.name), `the name ${target.name} does not obey the path grammar`),
        ...unless(fact.name === target.name, `the facts are of ${fact.name}, the target is ${target.name}`),
        ...unless(fact.arch === target.arch, `the facts say ${fact.arch}, the target ${target.arch}`),
        ...unless(envelope.nesting === fact.nesting, 'nesting differs between facts and envelope'),
        ...unless(envelope.placement.pinning === fact.pinning, 'pinning differs between facts and envelope'),
        ...unless(
          canonicalJson(envelope.placement.cpus) === canonicalJson(fact.cpus),
          'the CPUs differ between facts and envelope',
        ),
        ...unless(
          envelope.accelerator === null || accelerator === fact.accelerator,
          `the accelerator is ${fact.accelerator} in the facts and ${envelope.accelerator} in the envelope`,
        ),
        ...declared
          .filter((field) => !Object.hasOwn(envelope, field))
          .map((field) => `"${field}" is declared, and the envelope has no such field`),
        ...fact.unmet.map(({ need, detail }) => `${need} is not met, so nothing can run: ${detail}`),
      ]
    },
  },
  {
    name: 'the environment is captured',
    faults: ({ prepared: { environment, facts } }) => {
      if (facts[0].notes.includes('fixture')) return { skip: 'a fixture has no host' }
      const topology = environment.get('topology')
      return [
        ...[...environment.keys()].filter((name) => !isName(name)).map((name) => `"${name}" is no name of a file`),
        ...unless(topology !== undefined, 'no "topology" was captured; labels need it'),
        ...unless(topology === undefined || fits(TopologyFact, topology), 'the topology does not fit its schema'),
      ]
    },
  },
  {
    name: 'what was chosen and what differs name nothing of this machine',
    faults: ({ target, prepared: { facts } }) => {
      const parts = { chosen: target.chosen, identity: facts[0].identity }
      return Object.entries(parts).flatMap(([part, value]) =>
        textsOf(value).flatMap((text) =>
          namedHere(text).map((what) => `${part} names ${what}: ${JSON.stringify(text)}`),
        ),
      )
    },
  },
]

function textsOf(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => [name, ...textsOf(each as JsonValue)])
}

/** Shorter host names are words of their own. */
const leastHostName = 4

function namedHere(text: string): readonly string[] {
  const [home, host] = [homedir(), hostname()]
  const path = /(?:^|[=\s,:])(\/[\w.-]+\/[^\s,:]*)/.exec(text)?.[1]
  return [
    ...(home.length > 1 && text.includes(home) ? ['the home directory'] : []),
    ...(host.length >= leastHostName && text.includes(host) ? ['the host'] : []),
    ...(path !== undefined && existsSync(path) ? [`the path ${path}`] : []),
  ]
}
