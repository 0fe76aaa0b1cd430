import { CapbenchError } from '@capbench/core'
import { redacted } from './redact.ts'

const least = 4
const most = 1024

/**
 * Refuses secrets that could not be taken out of a console again.
 *
 * @throws CapbenchError `CAPBENCH_USAGE`; the message names the secret and never holds its value
 */
export function checkSecrets(owner: string, secrets: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(secrets)) {
    const refuse = (wanted: string): never => {
      throw new CapbenchError('CAPBENCH_USAGE', `${owner}: the secret ${JSON.stringify(name)} ${wanted}`)
    }
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) refuse('needs a name of letters, digits and . _ -')
    if (typeof value !== 'string') refuse('must be a text')
    const bytes = Buffer.byteLength(value)
    if (bytes < least || bytes > most)
      refuse(`must have ${least} to ${most} bytes: a shorter one cannot be told from other output; it has ${bytes}`)
    if (/[\p{Cc}\p{Cs}]/u.test(value))
      refuse('must be one line without control characters; send the line end as a step of its own')
    if (value.startsWith('*') || value.endsWith('*') || value.includes(redacted))
      refuse(`must not begin or end with * or hold ${redacted}, which stands for it in what is kept`)
  }
}
