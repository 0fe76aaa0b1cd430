import type { DialogueStep } from '@capbench/core'

/** A dialogue in two parts: the target's own, which leads to a prompt, and the one of the workload. */
export interface TwoParts {
  readonly boot: readonly DialogueStep[]
  readonly work: readonly DialogueStep[]
}

/** Names a step for a person: `step 2 of 4 of the boot dialogue, which waits for "login: "`. */
export function describeStep({ boot, work }: TwoParts, index: number): string {
  const inBoot = index < boot.length
  const [part, at] = inBoot ? [boot, index] : [work, index - boot.length]
  const place = `step ${at + 1} of ${part.length} of the ${inBoot ? 'boot' : 'workload'} dialogue`
  const step = part[at]
  if (step === undefined) return `the end of the ${inBoot ? 'boot' : 'workload'} dialogue`
  if ('wait' in step) return `${place}, which waits for ${JSON.stringify(step.wait)}`
  if ('send' in step) return `${place}, which types ${JSON.stringify(step.send)}`
  return `${place}, which types the secret ${JSON.stringify(step.sendSecret)}`
}

/** A step as `host.jsonl` keeps it; of a secret only the name. */
export function stepText(step: DialogueStep): {
  readonly step: 'wait' | 'send' | 'sendSecret'
  readonly text: string
} {
  if ('wait' in step) return { step: 'wait', text: step.wait }
  if ('send' in step) return { step: 'send', text: step.send }
  return { step: 'sendSecret', text: step.sendSecret }
}
