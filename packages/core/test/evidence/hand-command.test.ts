import { expect, it } from 'vitest'
import { handCommand } from '../../src/evidence/hand-command.ts'

const lineOf = (file: string, ...args: string[]): string => {
  const hand = handCommand({ file, args })
  return hand.repeatable ? hand.line : `not repeatable: ${hand.why}`
}

it('a machine on inherited sockets becomes one on the terminal and files, and starts by itself', () => {
  const machine = ['-S', '-M', 'pc', '-chardev', 'socket,id=console,fd=3', '-chardev', 'socket,id=records,fd=4']
  const ports = ['-device', 'isa-serial,chardev=console', '-device', 'isa-serial,chardev=records']
  const monitor = ['-chardev', 'socket,id=monitor,fd=7', '-mon', 'chardev=monitor,mode=control']
  const wrappers = ['--pdeathsig', 'KILL', '--', '/usr/bin/taskset', '--cpu-list', '0', '/usr/bin/qemu']
  const hand = handCommand({ file: '/usr/bin/setpriv', args: [...wrappers, ...machine, ...ports, ...monitor] })
  expect(hand).toEqual({
    repeatable: true,
    line:
      '/usr/bin/setpriv --pdeathsig KILL -- /usr/bin/taskset --cpu-list 0 /usr/bin/qemu -M pc ' +
      '-chardev stdio,id=console -chardev file,id=records,path=records.log ' +
      '-device isa-serial,chardev=console -device isa-serial,chardev=records',
    files: ['records.log'],
  })
})

it('a machine that a debugger lets go still waits for it', () => {
  const sockets = ['-chardev', 'socket,id=console,fd=3', '-gdb', 'tcp:127.0.0.1:1234']
  expect(lineOf('qemu', '-S', ...sockets)).toBe('qemu -S -chardev stdio,id=console -gdb tcp:127.0.0.1:1234')
})

it('a program on the host gets a file for what its launcher reports', () => {
  const hand = handCommand({ file: '/x/capbench-launch', args: ['--nonce', 'a', '--report', '3', '--', '/x/p', 'b c'] })
  expect(hand).toEqual({
    repeatable: true,
    line: "/x/capbench-launch --nonce a --report 3 -- /x/p 'b c' 3>launcher.log",
    files: ['launcher.log'],
  })
})

it('the home directory, which evidence does not name, is left to the shell; everything else is not', () => {
  expect(lineOf('qemu', '$HOME/a b', '-kernel=$HOME/c', '$PATH')).toBe(`qemu "$HOME"'/a b' -kernel="$HOME"/c '$PATH'`)
})

it('any other command stays as it is', () => {
  expect(lineOf('make', '-S', 'run it', '-chardev', 'stdio,id=x')).toBe("make -S 'run it' -chardev stdio,id=x")
})

it('says why where a run cannot be repeated', () => {
  expect(handCommand(null)).toMatchObject({ repeatable: false, why: 'no command was started' })
  expect(lineOf('qemu', '-incoming', 'fd:8')).toContain('not repeatable: it went on from a state of memory')
})
