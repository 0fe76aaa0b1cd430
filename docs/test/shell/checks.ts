import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { main, sources } from '@capbench/cli'
import { main as createPlugin } from '@capbench/create-plugin'
import { root } from '../documents.ts'
import { type Call, callsOf } from './recorded.ts'

/** Says what is wrong with a call; undefined is: nothing. */
type Check = (call: Call) => Promise<string | undefined> | string | undefined

/** Where commands are looked up and files would lie; nothing is written there. */
interface Place {
  readonly directory: string
}

/** What the command line says of a machine or a store that is not that of the document. It has read its arguments. */
const elsewhere = [
  /operation was aborted/i,
  /there is no campaign/i,
  /there is no evidence directory/,
  /cannot be loaded: Cannot find module/,
  /cannot be read|cannot read|no such file|ENOENT|does not exist|must be a file/i,
  /cannot pin to these CPUs/,
]

/** Has the real command line read its arguments, without a machine, a store or time to do what they ask for. */
async function capbench(args: readonly string[], { directory }: Place): Promise<string | undefined> {
  let said = ''
  const io = {
    stdout: () => undefined,
    stderr: (text: string) => {
      said += text
    },
    environment: {},
    cwd: directory,
    signal: AbortSignal.abort(),
  }
  // `-` is standard input, which nobody writes to here
  const code = await main(
    args.map((arg) => (arg === '-' ? 'no-such-file' : arg)),
    io,
    sources,
  )
  if (code === 0 || elsewhere.some((pattern) => pattern.test(said))) return undefined
  return `capbench ${args.join(' ')} ends with ${code}: ${said}`
}

const scripts: Readonly<Record<string, string>> = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts

/** npm's own commands; a name in a document that is none of them is a mistake. */
const npmCommands = ['install', 'init', 'pack', 'ci']

const npm =
  (place: Place): Check =>
  async ([, ...words]) => {
    const [command = '', ...rest] = words.filter((word) => word !== '--silent')
    const args = rest[0] === '--' ? rest.slice(1) : rest
    if (command === 'create') {
      const [initializer, ...given] = rest
      if (initializer !== '@capbench/plugin') return `npm create ${initializer} is not of this repository`
      const flags = given.filter((word) => word !== '--')
      let said = ''
      const io = { interactive: false, directory: place.directory, stdout: () => undefined }
      const code = await createPlugin([...flags, '--help'], { ...io, stderr: (text) => (said += text) })
      return code === 0 ? undefined : said
    }
    if (command === 'start') return capbench(['run', ...args], place)
    const script = command === 'run' ? rest[0] : command
    if (script === 'capbench') return capbench(rest.slice(rest[1] === '--' ? 2 : 1), place)
    if (npmCommands.includes(command) || (script !== undefined && script in scripts)) return undefined
    return `there is no script ${script} in package.json`
  }

const npx =
  (place: Place): Check =>
  ([, ...words]) => {
    const rest = [...words]
    while (rest[0]?.startsWith('-')) if (/^(-p|--package)$/.test(rest.shift() ?? '')) rest.shift()
    const [name, ...args] = rest
    if (name === 'capbench' || name === '@capbench/cli') return capbench(args, place)
    return `npx ${name} is not of this repository`
  }

const isTool = (name: string) => existsSync(join(root, 'node_modules', '.bin', name))

const pnpm: Check = ([, command = '', name = '']) => {
  if (command === 'exec') return isTool(name) ? undefined : `pnpm exec ${name}: there is no such tool`
  if (command === 'install') return undefined
  const script = command === 'run' ? name : command
  return script in scripts ? undefined : `pnpm ${command} ${name}: there is no such script`
}

/** A file of the repository; `node scripts/up.mjs "COMMAND"` is followed by its command. */
const node =
  (place: Place): Check =>
  async ([, file = '', ...rest]) => {
    if (!existsSync(join(root, file))) return `node ${file}: there is no such file`
    if (file !== 'scripts/up.mjs') return undefined
    return faultOf(rest.join(' '), place)
  }

/** What the shell of the reader has; what it does there is the reader's matter. */
const anything: Check = () => undefined
/** A command whose arguments are a command. */
const before =
  (place: Place): Check =>
  ([, ...rest]) =>
    checks(place)[rest[0] ?? '']?.(rest)

const ordinary = [
  'cat',
  'cp',
  'git',
  'grep',
  'mkdir',
  'scp',
  'sed',
  'source',
  'sudo',
  'tar',
  'xargs',
  'capnp',
  'my-os-in-qemu',
]

/** Every program that a document may call, with what has to hold of the call. */
const checks = (place: Place): Readonly<Record<string, Check>> => ({
  ...Object.fromEntries(ordinary.map((name) => [name, anything])),
  capbench: ([, ...args]) => capbench(args, place),
  node: node(place),
  nohup: before(place),
  npm: npm(place),
  npx: npx(place),
  pnpm,
})

/** What is wrong with commands; undefined is: nothing that can be seen without running them. */
export async function faultOf(commands: string, place: Place): Promise<string | undefined> {
  const known = checks(place)
  const { calls, complaint } = callsOf(commands, Object.keys(known))
  if (complaint !== '') return complaint
  for (const call of calls) {
    const fault = await known[call[0] ?? '']?.(call)
    if (fault !== undefined) return fault
  }
  return undefined
}
