import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blocksOf, root } from '../documents.ts'

/** The documents whose commands run as they stand, in order, in one folder. */
export const sessions = ['docs/tutorial.md', 'docs/guides/reading-evidence.md', 'docs/guides/ci-gates.md']

/** A command line of a document, with what it says of its exit code. */
export interface SpokenLine {
  /** `docs/tutorial.md:20` */
  readonly place: string
  readonly text: string
  /** 0, unless the line says `# exits with 3`. */
  readonly exitCode: number
}

/** The command lines of a block: continued lines are one, comments and empty lines none. */
export function linesOf(document: string, first: number, text: string): readonly SpokenLine[] {
  const spoken: SpokenLine[] = []
  let begun = ''
  let at = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (begun === '') at = first + index + 1
    begun += `${line}\n`
    if (/\\$|\|\s*$/.test(line)) continue
    const code = /# exits with (\d+)/.exec(begun)?.[1]
    if (/^\s*[^#\s]/.test(begun))
      spoken.push({ place: `${document}:${at}`, text: begun.trimEnd(), exitCode: Number(code ?? 0) })
    begun = ''
  }
  return spoken
}

/** The commands of a document, block by block. */
export const spokenBlocks = (document: string): readonly (readonly SpokenLine[])[] =>
  blocksOf('sh')
    .filter((block) => block.document === document)
    .map(({ line, text }) => linesOf(document, line, text))

export function writeProgram(file: string, text: string): void {
  writeFileSync(file, text)
  chmodSync(file, 0o755)
}

/** `capbench` and `npx @capbench/cli` from the sources, as a shell finds them in its path. */
function installCommand(directory: string): void {
  mkdirSync(directory, { recursive: true })
  const bin = join(root, 'packages', 'cli', 'src', 'bin.ts')
  const flags = '--conditions=@capbench/source --disable-warning=ExperimentalWarning'
  const node = `exec "${process.execPath}" ${flags} "${bin}" "$@"`
  writeProgram(join(directory, 'capbench'), `#!/bin/sh\n${node}\n`)
  const npx = `[ "$1" = @capbench/cli ] || { echo "npx $1 is not in this test" >&2; exit 127; }\nshift\n${node}`
  writeProgram(join(directory, 'npx'), `#!/bin/sh\n${npx}\n`)
}

/** A command line that was run. */
export interface Ran extends SpokenLine {
  readonly came: number
  /** Both streams. */
  readonly output: string
}

/**
 * Runs blocks one after the other in an empty directory, each from there, every line whatever the one before it did.
 *
 * @param timeoutMs of all together
 */
export function runSession(
  directory: string,
  blocks: readonly (readonly SpokenLine[])[],
  timeoutMs: number,
): readonly Ran[] {
  const bin = join(directory, '.bin')
  const work = join(directory, 'work')
  installCommand(bin)
  mkdirSync(work)
  const lines = blocks.flat()
  const outputOf = (index: number) => join(directory, `line-${index}.log`)
  const codes = join(directory, 'codes')
  writeFileSync(codes, '')
  let index = 0
  const parts = blocks.map((block) => {
    const steps = block.map((line) => {
      const at = index++
      return `{ ${line.text}\n} > '${outputOf(at)}' 2>&1\necho "${at} $?" >> '${codes}'`
    })
    return `(\ncd '${work}'\n${steps.join('\n')}\n)`
  })
  const { PATH, HOME } = process.env
  const env = { PATH: `${bin}:${PATH}`, HOME, CAPBENCH_CACHE: process.env.CAPBENCH_CACHE, LC_ALL: 'C' }
  spawnSync('bash', ['-c', parts.join('\n')], { cwd: work, env, timeout: timeoutMs, stdio: 'ignore' })
  const came = new Map(
    readFileSync(codes, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number) as [number, number]),
  )
  return lines.flatMap((line, at) => {
    const code = came.get(at)
    return code === undefined ? [] : [{ ...line, came: code, output: readFileSync(outputOf(at), 'utf8') }]
  })
}
