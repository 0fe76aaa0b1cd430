import { guestProgram } from '@capbench/guest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { context, runGuest } from '../helpers/run-guest.ts'

/** A program that uses the SDK: boots a guest whose program hangs, and says the nonce of the run when it is up. */
const [, , mode] = process.argv
const guest = linuxGuest({ accelerator: 'tcg' })
await guest.prepare(context)
let text = ''
await runGuest(guest, {
  program: guestProgram('bad'),
  args: ['hang'],
  onWrite: (channel, chunk) => {
    if (channel !== 'records' || text.includes('\n')) return
    text += Buffer.from(chunk).toString('latin1')
    if (!text.includes('\n')) return
    process.stdout.write(`${text.split(' ')[1]}\n`, () => {
      if (mode === 'exit') process.exit(0)
    })
  },
})
