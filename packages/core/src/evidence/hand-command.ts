import { shellWord } from '../encode/shell.ts'

/** The command of a run as its target told it. */
interface StartedCommand {
  readonly file: string
  readonly args: readonly string[]
}

/** How a person repeats a run, or why nobody can. */
export type HandCommand =
  | {
      readonly repeatable: true
      /** For a POSIX shell, in a directory that may be written: channels that are no terminal become files there. */
      readonly line: string
      /** Files that it writes, in the order of their channels. */
      readonly files: readonly string[]
    }
  | { readonly repeatable: false; readonly why: string }

/** A command with what a shell does besides. */
interface Plain {
  readonly words: readonly string[]
  readonly redirections: readonly string[]
  readonly files: readonly string[]
}

const none = (why: string): HandCommand => ({ repeatable: false, why })

/**
 * The command of a run as one line for a shell. What the driver held in its own hands is replaced by what a person has:
 * the console is the terminal, every other channel a file, nobody asks QEMU's monitor, and the machine starts at once.
 * Wrappers stay. Pins of single vCPUs are not in it: the driver sets them on running threads.
 */
export function handCommand(command: StartedCommand | null): HandCommand {
  if (command === null) return none('no command was started')
  const words = [command.file, ...command.args]
  if (words.some((word, index) => word === '-incoming' && words[index + 1]?.startsWith('fd:')))
    return none('it went on from a state of memory, which the driver hands over; without `snapshot` it can be repeated')
  const plain = ofLauncher(words) ?? ofEmulator(words)
  return {
    repeatable: true,
    line: [...plain.words.map(storedWord), ...plain.redirections].join(' '),
    files: plain.files,
  }
}

/** A word of a stored command: the home directory stands there as `$HOME`, which the shell has to replace. */
function storedWord(word: string): string {
  if (!word.includes('$HOME')) return shellWord(word)
  return word
    .split('$HOME')
    .map((part) => (part === '' ? '' : shellWord(part)))
    .join('"$HOME"')
}

/** A program on the host: the launcher reports on a descriptor that its starter opens. */
function ofLauncher(words: readonly string[]): Plain | undefined {
  const at = words.findIndex((word) => /(^|\/)capbench-launch$/.test(word))
  const report = words.indexOf('--report', at)
  const descriptor = words[report + 1]
  if (at < 0 || report < 0 || descriptor === undefined || !/^\d$/.test(descriptor)) return undefined
  return { words, redirections: [`${descriptor}>launcher.log`], files: ['launcher.log'] }
}

/** QEMU with sockets that it inherits: `-chardev socket,id=records,fd=4`. */
function ofEmulator(words: readonly string[]): Plain {
  const inherited = words.flatMap((word, index) => {
    const [, id] = /^socket,id=([^,]+),fd=\d+$/.exec(word) ?? []
    return words[index - 1] === '-chardev' && id !== undefined ? [{ index, id }] : []
  })
  const monitors = words.flatMap((word, index) => (word === '-mon' ? [index] : []))
  const asked = monitors.flatMap((index) => /chardev=([^,]+)/.exec(words[index + 1] ?? '')?.[1] ?? [])
  const channels = inherited.filter(({ id }) => !asked.includes(id))
  const gone = new Set([
    ...monitors.flatMap((index) => [index, index + 1]),
    ...inherited.filter(({ id }) => asked.includes(id)).flatMap(({ index }) => [index - 1, index]),
    // the driver lets the machine go by its monitor; where a debugger does that, it still has to
    ...(inherited.length > 0 && !words.includes('-gdb')
      ? words.flatMap((word, at) => (word === '-S' ? [at] : []))
      : []),
  ])
  const backend = (id: string): string => (id === 'console' ? `stdio,id=${id}` : `file,id=${id},path=${id}.log`)
  const replaced = new Map(channels.map(({ index, id }) => [index, backend(id)]))
  return {
    words: words.map((word, index) => replaced.get(index) ?? word).filter((_, index) => !gone.has(index)),
    redirections: [],
    files: channels.filter(({ id }) => id !== 'console').map(({ id }) => `${id}.log`),
  }
}
