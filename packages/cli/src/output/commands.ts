import { type Campaign, handCommand } from '@capbench/core'
import { visible, visibleLines } from '@capbench/report'

/** For every run a command that repeats it by hand, as a shell script with comments. */
export function commandsOf({ content }: Pick<Campaign, 'content'>): string {
  const parts = content.runs.map(({ folder, record }) => {
    const hand = handCommand(record.command)
    if (!hand.repeatable) return `# ${folder}: cannot be repeated by hand: ${visible(hand.why)}`
    const files = hand.files.length === 0 ? '' : `; writes ${hand.files.join(', ')}`
    return `# ${folder}${files}\n${visibleLines(hand.line)}`
  })
  return `${parts.join('\n\n')}\n`
}

/** The same as one JSON document. */
export function commandsDocument({ id, directory, content }: Pick<Campaign, 'id' | 'directory' | 'content'>): string {
  const commands = content.runs.map(({ folder, record }) => ({ run: folder, ...handCommand(record.command) }))
  return `${JSON.stringify({ campaignId: id, directory, commands }, null, 2)}\n`
}
