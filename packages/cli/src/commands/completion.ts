import { resolve } from 'node:path'
import { exitCodes } from '@capbench/core'
import { visible } from '@capbench/report'
import { type Candidates, candidatesFor } from '../completion/candidates.ts'
import { scripts, shells } from '../completion/scripts.ts'
import { storeOf } from '../options/run-options.ts'
import { oneOf, usage } from '../options/usage.ts'
import { documentText } from '../output/document.ts'
import { command } from './command.ts'
import { campaignIds } from './find-campaign.ts'

export const completionCommand = command({
  definition: {
    meta: { name: 'completion', description: 'Print what makes a shell complete commands, flags and their values' },
    args: {
      shell: { type: 'positional', description: shells.join(', '), required: false },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      json: { type: 'boolean', description: 'Print one JSON document, with the script in it' },
    },
  },
  variadic: true,
  loadsNothing: true,
  help: `The script asks \`capbench completion words -- WORDS\` whenever Tab is pressed: for commands, flags, values,
the suites that capbench brings, and the campaigns of the store. Nothing of the working directory is loaded, not even
its capbench.config.ts.

Examples
  eval "$(capbench completion bash)"                         # in ~/.bashrc
  eval "$(capbench completion zsh)"                          # in ~/.zshrc, after compinit
  capbench completion fish | source                          # in ~/.config/fish/config.fish`,
  run: ({ flags, io, commands, plain }) => {
    const [asked, ...line] = flags.positionals
    const json = flags.has('json')
    if (asked === 'words') {
      const typed = line[line.indexOf('--store') + 1]
      const store = line.includes('--store') && typed ? resolve(io.cwd, typed) : storeOf(flags, io)
      const known = { sources: plain, campaigns: campaignIds(store) }
      const found = candidatesFor(line, commands, known)
      io.stdout(json ? documentText(found) : linesOf(found))
      return Promise.resolve(exitCodes.good)
    }
    if (asked === undefined) throw usage(`completion needs a shell: ${shells.join(', ')}`)
    const shell = oneOf('the shell', asked, shells)
    if (line[0] !== undefined) throw usage(`${JSON.stringify(line[0])} is one argument too many`)
    io.stdout(json ? documentText({ shell, script: scripts[shell] }) : scripts[shell])
    return Promise.resolve(exitCodes.good)
  },
})

const linesOf = ({ words, paths }: Candidates): string =>
  [paths, ...words.map(({ word, says }) => `${visible(word)}\t${visible(says)}`)].map((line) => `${line}\n`).join('')
