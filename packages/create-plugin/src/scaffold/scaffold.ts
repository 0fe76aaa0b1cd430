import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CapbenchError, refuseUnknownOptions } from '@capbench/core'
import { templateDirectory, testedVersions } from '../own-package.ts'
import { namesOf, type PluginNames, templateNames } from './names.ts'

/** What the new plugin is called, and where it is written. */
export interface ScaffoldOptions {
  /** Absolute path of a directory that is missing or empty. */
  readonly directory: string
  /** Default: the name of the directory. */
  readonly benchmark?: string | undefined
  /** Default `capbench-bench-<benchmark>`. */
  readonly packageName?: string | undefined
  /** One line. Default `A capbench workload plugin`. */
  readonly description?: string | undefined
  /** `https` address of its repository, without which npm refuses to publish with provenance. Default: none. */
  readonly repository?: string | undefined
}

const optionNames = [
  'directory',
  'benchmark',
  'packageName',
  'description',
  'repository',
] as const satisfies readonly (keyof ScaffoldOptions)[]

const templateDescription = 'A capbench workload plugin'
const mostOfDescription = 100

/**
 * Writes a new plugin: the template under its own names, with the versions that this package was tested with.
 *
 * @returns the files that were written, relative to the directory
 * @throws CAPBENCH_USAGE for a name that cannot be used or a directory that holds something
 */
export function scaffold(options: ScaffoldOptions): { readonly files: readonly string[]; readonly names: PluginNames } {
  refuseUnknownOptions('scaffold', options, [...optionNames, 'yes', 'help', 'version'])
  const { directory, description = templateDescription } = options
  const names = namesOf(options.benchmark ?? basename(directory), options.packageName)
  const { repository } = options
  const fault =
    descriptionFault(description) ?? (repository && repositoryFault(repository)) ?? directoryFault(directory)
  if (fault !== undefined) throw new CapbenchError('CAPBENCH_USAGE', fault)
  const template = templateDirectory()
  const files = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(template.length + 1))
    .sort()
  return { files: files.map((file) => writeOne({ template, file, directory, names, description, repository })), names }
}

/** What is wrong with a description, or undefined: it goes into comments and JSON as it is. */
export function descriptionFault(description: string): string | undefined {
  const plain = /^[\p{L}\p{N} .,;:()'&+/-]+$/u.test(description) && !/[*]\/|\/[*/]/.test(description)
  if (plain && description.length <= mostOfDescription) return undefined
  const got = JSON.stringify(description)
  return `a description is one plain line of at most ${mostOfDescription} characters; got ${got}`
}

/**
 * What is wrong with a place for a new plugin, or undefined.
 *
 * @param directory absolute
 * @param said what to call it
 */
export function directoryFault(directory: string, said = directory): string | undefined {
  const found = statSync(directory, { throwIfNoEntry: false })
  if (found === undefined || (found.isDirectory() && readdirSync(directory).length === 0)) return undefined
  const what = found.isDirectory() ? 'not empty' : 'no directory'
  return `${said} is ${what}; name a directory that is empty, or is not there`
}

/** What is wrong with the address of a repository, or undefined. */
export function repositoryFault(url: string): string | undefined {
  if (/^https:\/\/[a-z0-9.-]+(?:\/[\w.-]+)+$/i.test(url) && url.length <= mostOfDescription) return undefined
  return `a repository is an address such as https://github.com/me/word-count; got ${JSON.stringify(url)}`
}

interface Writing {
  readonly template: string
  readonly file: string
  readonly directory: string
  readonly names: PluginNames
  readonly description: string
  readonly repository: string | undefined
}

function writeOne({ template, file, directory, names, description, repository }: Writing): string {
  const own = rename(file, names)
  const text = readFileSync(join(template, file), 'utf8')
  const path = join(directory, own)
  mkdirSync(dirname(path), { recursive: true })
  const renamed = renameIn(text, names).replaceAll(templateDescription, () => description)
  writeFileSync(path, own === 'package.json' ? filledIn(renamed, repository) : renamed)
  return own
}

/**
 * npm leaves files out whose names begin with a dot, and takes a second `package.json` for one of a package inside: the
 * template spells both otherwise.
 */
const rename = (file: string, names: PluginNames): string =>
  file === 'manifest.json' ? 'package.json' : renameIn(file, names).replace(/^dot-/, '.').replaceAll('/dot-', '/.')

function renameIn(text: string, names: PluginNames): string {
  const parts = ['benchmark', 'identifier', 'packageName'] as const
  const pattern = new RegExp(parts.map((part) => templateNames[part]).join('|'), 'gi')
  return text.replace(pattern, (found) => {
    const part = parts.find((each) => templateNames[each] === found)
    if (part !== undefined) return names[part]
    // `SampleBench`, inside another identifier
    return names.identifier.charAt(0).toUpperCase() + names.identifier.slice(1)
  })
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

function filledIn(text: string, repository: string | undefined): string {
  const { name, version, description, license, ...manifest } = JSON.parse(text) as Manifest
  const tested = testedVersions()
  const filled = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, tested[name]]))
  const { dependencies, devDependencies } = manifest
  const url = repository && `git+${repository.replace(/\.git$/, '')}.git`
  const head = { name, version, description, license, ...(url && { repository: { type: 'git', url } }) }
  const whole = { ...head, ...manifest, dependencies: filled(dependencies), devDependencies: filled(devDependencies) }
  return `${JSON.stringify(whole, null, 2)}\n`
}
