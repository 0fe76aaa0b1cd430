import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Shell, scripts, shells } from '../../src/completion/scripts.ts'
import { temporary } from '../toy.ts'

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))

/** A directory with the real command as `capbench`, a store of one campaign and the script of a shell. */
function surroundings(shell: Shell) {
  const cwd = temporary()
  const program = `#!/bin/sh\nexec '${process.execPath}' --conditions=@capbench/source '${bin}' "$@"\n`
  writeFileSync(join(cwd, 'capbench'), program)
  chmodSync(join(cwd, 'capbench'), 0o755)
  writeFileSync(join(cwd, 'script'), scripts[shell])
  mkdirSync(join(cwd, 'target/capbench/campaigns/20260101T000000Z-a-00000000'), { recursive: true })
  mkdirSync(join(cwd, 'evidence of mine'))
  return { cwd, env: { PATH: `${cwd}:${process.env.PATH}`, HOME: cwd, TERM: 'dumb' } }
}

/** What bash offers for a line with its cursor at the end. */
function inBash(line: string): readonly string[] {
  const { cwd, env } = surroundings('bash')
  const words = line.split(/ |(?==)|(?<==)/)
  const quoted = words.map((word) => `'${word}'`).join(' ')
  const driver = [
    'source ./script',
    'complete -p capbench >&2',
    `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}`,
    '_capbench',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: bash's, not a template
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ]
  return execFileSync('bash', ['--norc', '-c', driver.join('\n')], { cwd, env, encoding: 'utf8', stdio: 'pipe' })
    .split('\n')
    .filter((each) => each !== '')
}

test.each([
  ['capbench show ', ['latest', '20260101T000000Z-a-00000000', 'target', 'evidence of mine']],
  ['capbench export --format=git', ['github-smaller', 'github-bigger']],
])('bash completes %j', (line, expected) => {
  expect([...inBash(line)].sort()).toEqual([...expected].sort())
})

test('zsh completes commands', (context) => {
  if (spawnSync('zsh', ['--version']).status !== 0) return context.skip('zsh is not installed')
  const { cwd, env } = surroundings('zsh')
  // Its own functions exist only where a person types: they are replaced by what shows their arguments.
  const driver = [
    'compdef() { : }',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: zsh's, not a template
    '_describe() { print -rl -- "${(@P)2}" }',
    '_files() { print -r -- "files $@" }',
    'source ./script',
    'words=(capbench show ""); CURRENT=3; _capbench',
    'words=(capbench ver); CURRENT=2; _capbench',
  ]
  const shown = execFileSync('zsh', ['-f', '-c', driver.join('\n')], { cwd, env, encoding: 'utf8' })
  expect(shown.split('\n')).toEqual(
    expect.arrayContaining([
      'latest:the campaign that was published last',
      'files -/',
      expect.stringMatching(/^verify:Check evidence/),
    ]),
  )
})

test('fish completes commands', (context) => {
  if (spawnSync('fish', ['--version']).status !== 0) return context.skip('fish is not installed')
  const { cwd, env } = surroundings('fish')
  const shown = execFileSync(
    'fish',
    ['-c', 'source ./script; complete -C "capbench show la"; complete -C "capbench ver"'],
    {
      cwd,
      env,
      encoding: 'utf8',
    },
  )
  expect(shown).toContain('latest\tthe campaign that was published last\n')
  expect(shown).toMatch(/^verify\tCheck evidence/m)
})

test.for(shells)('the script of %s holds nothing that its shell cannot read', (shell, context) => {
  if (spawnSync(shell, ['--version']).status !== 0) return context.skip(`${shell} is not installed`)
  const { cwd, env } = surroundings(shell)
  execFileSync(shell, ['-n', 'script'], { cwd, env })
})
