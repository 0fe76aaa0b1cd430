import { type DialogueStep, type FaultPattern, refuseUnknownOptions } from '@capbench/core'
import { guestOf } from './guest.ts'
import { type ImageGuestOptions, optionNames } from './options.ts'
import { imageGuestSettings } from './settings.ts'

/** Choices of a FreeBSD guest: those of an image, less what FreeBSD decides. */
export interface FreeBSDGuestOptions<Name extends string = 'freebsd'>
  extends Omit<ImageGuestOptions<Name, 'freebsd'>, 'name' | 'system' | 'disk' | 'exit'> {
  /** Default `freebsd`. */
  readonly name?: Name
  /** A VM image with its console on the first serial port (`console="comconsole"` in `/boot/loader.conf`). */
  readonly disk: string
}

/** The prompt that the boot dialogue sets, for the dialogues of workloads: it never stands in the echo of its own. */
export const freebsdPrompt = 'capbench# '

/** Logs in as root, with the secret `root` where that is given, and sets a prompt that nothing else prints. */
function login(secrets: Readonly<Record<string, string>>): readonly DialogueStep[] {
  const password: readonly DialogueStep[] =
    'root' in secrets ? [{ wait: 'Password:' }, { sendSecret: 'root' }, { send: '\r' }] : []
  return [
    { wait: 'login: ' },
    { send: 'root\r' },
    ...password,
    { wait: '# ', timeoutMs: 120_000 },
    { send: "exec env PS1='cap''bench# ' TERM=dumb sh\r" },
    { wait: freebsdPrompt, timeoutMs: 60_000 },
  ]
}

/** What FreeBSD prints on its console when it breaks (sys/kern/kern_shutdown.c, sys/amd64/amd64/trap.c). */
const faults: readonly FaultPattern[] = [
  { channel: 'console', text: 'panic: ', reason: 'guest_panic' },
  { channel: 'console', text: 'Fatal trap ', reason: 'guest_fault' },
  { channel: 'console', text: 'was killed: ', reason: 'guest_fault' },
]

/**
 * FreeBSD from a disk image: serial login as root, then a plain `sh` with the prompt `freebsdPrompt`. A workload's
 * dialogue ends with `shutdown -p now\r`; the run is clean once the machine is switched off.
 *
 * No image of FreeBSD was at hand when this was written, so nothing here was tried with it: its prompts follow
 * getty(8), login(1) and sh(1). The same steps are tested with a Debian that has a serial login. `boot` replaces them.
 *
 * @throws as `imageGuest`
 */
export function freebsdGuest<const Name extends string = 'freebsd'>(options: FreeBSDGuestOptions<Name>) {
  const own = ['system', 'exit']
  refuseUnknownOptions(
    'freebsdGuest',
    options,
    optionNames.filter((name) => !own.includes(name)),
  )
  return guestOf<Name, 'freebsd'>(
    imageGuestSettings(
      {
        memoryMiB: 512,
        boot: login(options.secrets ?? {}),
        faults,
        timeouts: { boot: 600_000 },
        ...options,
        name: options.name ?? 'freebsd',
        system: 'freebsd',
        exit: { by: 'shutdown' },
      },
      'freebsdGuest',
    ),
  )
}
