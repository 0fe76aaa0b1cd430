import type { processes } from '../intents/processes.ts'
import type { Row } from './cell.ts'
import { alone, compared, linux, noSystem, notApplicable, onLinux, outOfScope } from './cells.ts'

const spawned = (label: string, difference: string) =>
  compared(
    'spawn_wait',
    'ProcessSpawner.spawn of a packaged program, ProcessHandle.wait',
    { label, difference },
    {
      requires: ['process.spawn'],
      differs: ['The program lies in the boot package: no file is read.', 'Nothing of the parent is inherited.'],
    },
  )

const scaling = notApplicable('alias', 'smp-primes', 'scaling over CPUs is the matter of smp-primes, with its verifier')

export const processRows = {
  'proc.fork_exit': {
    ...onLinux('fork_exit_wait', 'fork(2), _exit(2), waitpid(2)', ['process.spawn']),
    bare: noSystem.process,
    capos: notApplicable('no_semantics', 'fork', 'no address space is copied, and a spawn would be another thing'),
  },
  'proc.fork_exec': {
    ...onLinux('fork_exec_wait', 'fork(2), execve(2), waitpid(2)', ['process.spawn', 'process.exec', 'file']),
    bare: noSystem.process,
    capos: notApplicable('no_semantics', 'fork', 'proc.posix_spawn and proc.vfork_exec have the spawn beside them'),
  },
  'proc.vfork_exec': {
    ...onLinux('vfork_exec_wait', 'vfork(2), execve(2), waitpid(2)', ['process.spawn', 'process.exec', 'file']),
    bare: noSystem.process,
    capos: {
      ...spawned('vfork_exec_wait', 'Neither copies the parent; Linux reads the program from a file.'),
      shows: 'proc.posix_spawn',
    },
  },
  'proc.posix_spawn': {
    ...onLinux('posix_spawn_wait', 'posix_spawn(3), waitpid(2)', ['process.spawn', 'process.exec', 'file']),
    bare: noSystem.process,
    capos: spawned('posix_spawn_wait', 'One call each; Linux reads the program from a file and copies descriptors.'),
  },
  'proc.exec_chain': {
    ...linux(
      notApplicable('no_workload', 'program', 'nobody has written it; proc.vfork_exec has the cost of execve(2) in it'),
    ),
    bare: noSystem.process,
    capos: notApplicable('no_semantics', 'exec_replace', 'a process keeps its program'),
  },
  'proc.shell': {
    'linux-guest': notApplicable('no_subsystem', 'process.shell', 'the guest boots without one'),
    'linux-native': alone('sh_c', '/bin/sh -c, waitpid(2)', {
      requires: ['process.spawn', 'process.exec', 'process.shell'],
    }),
    bare: noSystem.process,
    capos: notApplicable('no_semantics', 'sh_c', 'starting by way of its shell is a user story, not a primitive'),
  },
  'proc.script': outOfScope('Measures the tools of a distribution; a user story where it is wanted.'),
  'proc.command': outOfScope('Measures whatever command line it is given.'),
  'proc.tools': outOfScope('Measures tools of a distribution over a file of the suite.'),
  'thread.create_join': {
    ...onLinux('pthread', 'pthread_create(3), pthread_join(3)', ['thread.spawn']),
    bare: noSystem.process,
    capos: compared(
      'thread_spawn_join',
      'ThreadSpawner, ThreadHandle.join',
      { label: 'pthread', difference: 'Each capOS thread gets a ring of its own; a Linux thread gets a stack.' },
      { requires: ['thread.spawn'] },
    ),
  },
  'smp.scale': {
    ...linux(scaling),
    bare: scaling,
    capos: scaling,
  },
} as const satisfies { readonly [Id in keyof typeof processes]: Row }
