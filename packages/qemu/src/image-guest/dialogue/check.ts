import { CapbenchError, type DialogueStep } from '@capbench/core'

const dayMs = 86_400_000
/** More is a program, which belongs into the image. */
const maxSteps = 1000

/**
 * Refuses a dialogue that cannot be held.
 *
 * @param whose for the message: `the boot dialogue of debian`
 * @param secrets names of the secrets that the target was given
 * @throws CapbenchError of `code`
 */
export function checkDialogue(
  code: 'CAPBENCH_USAGE' | 'CAPBENCH_DEFINITION',
  whose: string,
  steps: readonly DialogueStep[],
  secrets: readonly string[],
): void {
  const refuse = (wanted: string, came: unknown): never => {
    throw new CapbenchError(code, `${whose}: ${wanted}, got ${JSON.stringify(came)}`)
  }
  if (!Array.isArray(steps)) refuse('a list of steps was wanted', steps)
  if (steps.length > maxSteps) refuse(`at most ${maxSteps} steps were wanted`, steps.length)
  for (const [index, step] of steps.entries()) {
    const at = `step ${index}`
    const [verb, ...more] = Object.keys(step).filter((key) => key !== 'timeoutMs')
    if (more.length > 0 || (verb !== 'wait' && verb !== 'send' && verb !== 'sendSecret'))
      refuse(`${at} is to be { wait }, { send } or { sendSecret }`, step)
    if (!Object.values(step).every((value) => value !== '')) refuse(`${at} needs a text that is not empty`, step)
    if ('wait' in step) {
      const { wait, timeoutMs = 1 } = step
      if (typeof wait !== 'string') refuse(`${at} waits for a literal text`, step)
      if (!(timeoutMs >= 1 && timeoutMs <= dayMs)) refuse(`${at} takes timeoutMs from 1 to a day (${dayMs})`, timeoutMs)
    } else if ('timeoutMs' in step) refuse(`${at}: only a wait has a timeoutMs`, step)
    if ('send' in step && typeof step.send !== 'string') refuse(`${at} sends a text`, step)
    if ('sendSecret' in step && !secrets.includes(step.sendSecret))
      throw new CapbenchError(
        code,
        `${whose}: ${at} sends the secret ${JSON.stringify(step.sendSecret)}, and the target was given ` +
          `${secrets.length > 0 ? secrets.join(', ') : 'none'}; add it to the option secrets`,
      )
  }
}
