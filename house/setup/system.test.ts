import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../tree.ts'

let bin = ''
let calls = ''

/** A PATH with nothing but what a test puts there; every fake notes how it was called. */
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'capbench-system-'))
  bin = join(folder, 'bin')
  calls = join(folder, 'calls')
  mkdirSync(bin)
  writeFileSync(calls, '')
  symlinkSync('/usr/bin/env', join(bin, 'env'))
})
afterEach(() => rmSync(join(bin, '..'), { recursive: true }))

function fake(name: string, body = '') {
  writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >>'${calls}'\n${body}\n`)
  chmodSync(join(bin, name), 0o755)
}

/** What the set-up says on a system with these fakes, as this user. */
function systemPackages(uid: number, variables: { readonly [name: string]: string } = {}, wanted = 'undefined') {
  const program = `
    process.getuid = () => ${uid}
    const { needs, systemPackages } = await import(${JSON.stringify(join(root, 'scripts/setup/system.mjs'))})
    console.log(JSON.stringify(await systemPackages('ignore', ${wanted})))`
  const env = { ...variables, PATH: bin }
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { env, encoding: 'utf8' })
  const result = JSON.parse(output) as { readonly word: string; readonly advice?: string }
  return { ...result, calls: readFileSync(calls, 'utf8') }
}

test('root gets what is missing by apt, without recommended packages and without questions', () => {
  fake('gcc')
  fake('apt-get', '[ "$DEBIAN_FRONTEND" = noninteractive ]')
  const { word, calls } = systemPackages(0)
  expect(word).toBe('installed')
  expect(calls).toContain('apt-get -q -y install --no-install-recommends musl-tools qemu-system-x86\n')
})

test('a stale package list is fetched anew', () => {
  fake('gcc')
  fake('apt-get', `case "$*" in *install*) [ "$(grep -c update '${calls}')" = 1 ];; esac`)
  symlinkSync('/usr/bin/grep', join(bin, 'grep'))
  expect(systemPackages(0).word).toBe('installed')
})

test('an ordinary user is told the one command, and nothing is installed', () => {
  fake('apt-get')
  fake('sudo')
  const { word, advice, calls } = systemPackages(1000)
  expect(word).toBe('partial')
  expect(advice).toContain('apt-get install -y --no-install-recommends gcc libc6-dev musl-tools qemu-system-x86')
  expect(advice).not.toContain('\n')
  expect(calls).toBe('')
})

test('an ordinary user who allows sudo gets it through sudo', () => {
  fake('apt-get')
  fake('sudo', 'exec "$@"')
  const { word, calls } = systemPackages(1000, { CAPBENCH_ALLOW_SUDO: '1' })
  expect(word).toBe('installed')
  expect(calls).toMatch(/^sudo env DEBIAN_FRONTEND=noninteractive apt-get /)
})

test('a failing apt and a system without apt end in advice, not in an error', () => {
  fake('apt-get', 'exit 100')
  expect(systemPackages(0)).toMatchObject({ word: 'partial', advice: expect.stringContaining('qemu-system-x86') })
  rmSync(join(bin, 'apt-get'))
  expect(systemPackages(0)).toMatchObject({ word: 'partial', advice: expect.stringContaining('musl-gcc') })
})

test('what only tests want comes apart, so that a mirror without it costs tests and no run', () => {
  for (const name of ['gcc', 'musl-gcc', 'qemu-system-x86_64', 'rustc', 'cpio', 'capnp']) fake(name)
  fake('apt-get', 'exit 100')
  expect(systemPackages(0).word).toBe('ok')
  const { word, advice } = systemPackages(0, {}, 'needs.tests')
  expect(word).toBe('partial')
  expect(advice).toContain('qemu-system-arm gcc-aarch64-linux-gnu libc6-dev-arm64-cross')
  expect(advice).not.toMatch(/ rustc| musl-tools| capnproto/)
})

test('a whole system is left alone', () => {
  for (const name of ['gcc', 'musl-gcc', 'qemu-system-x86_64', 'apt-get']) fake(name)
  expect(systemPackages(1000)).toEqual({ word: 'ok', calls: '' })
})
