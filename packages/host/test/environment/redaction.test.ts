import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redactor } from '../../src/environment/redaction.ts'

const names = { home: '/home/ada', user: 'ada', host: 'lovelace' }

test('home, user and host are replaced wherever a string is, and counted', () => {
  const { clean, redactions } = redactor(names)
  expect(
    clean({ path: '/home/ada/k/bzImage', list: ['ada@lovelace.example', 'lovelace', 7, null], flag: true }),
  ).toEqual({
    path: '$HOME/k/bzImage',
    list: ['$USER@$HOSTNAME.example', '$HOSTNAME', 7, null],
    flag: true,
  })
  expect(redactions()).toEqual([
    { what: '$HOME', count: 1 },
    { what: '$HOSTNAME', count: 2 },
    { what: '$USER', count: 1 },
  ])
})

test('longer words that merely contain a name stay, and so do names in another case', () => {
  const { clean, redactions } = redactor(names)
  const text = 'canada adapter /home/adam /home/ada-old ada_1 Ada LOVELACE'
  expect(clean(text)).toBe(text)
  expect(redactions()).toEqual([])
})

test('names that tell nothing are left alone', () => {
  const { clean } = redactor({ home: '/root', user: 'root', host: 'localhost' })
  expect(clean('root=/dev/vda /root localhost')).toBe('root=/dev/vda /root localhost')
})

test('a name full of special characters is a name, not a pattern', () => {
  expect(redactor({ home: '/srv/a+b(c', user: 'x.y', host: 'h' }).clean('/srv/a+b(c/z xzy x.y')).toBe(
    '$HOME/z xzy $USER',
  )
})

test('no string keeps the home directory as a path', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('/', '/home/ada', ' ', ':', 'x', '.', 'ada', '=')), (parts) => {
      expect(redactor(names).clean(parts.join(''))).not.toMatch(/(?<![\w-])\/home\/ada(?![\w.-])/)
    }),
  )
})

test.for([
  ['with HOME', { HOME: '/home/ada' }, '$HOME/k'],
  ['without HOME', {}, '/home/ada/k'],
] as const)('a user that the password database does not know, %s, is nobody to hide', ([, env, said], { skip }) => {
  if (process.geteuid?.() !== 0) return skip('only root can become another user')
  const module = join(import.meta.dirname, '../../src/environment/redaction.ts')
  const script = `
    process.setgroups([]); process.setgid(54321); process.setuid(54321)
    const { redactor } = await import(${JSON.stringify(module)})
    console.log(process.getuid(), redactor().clean('/home/ada/k'))`
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' })
  expect(child).toMatchObject({ stdout: `54321 ${said}\n`, stderr: '', status: 0 })
})
