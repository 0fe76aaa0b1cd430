import { CapbenchError } from '@capbench/core'
import { type Block, marker, renderBlock } from './block.ts'

/**
 * A document with the block of that id made anew; everything outside of its markers stays as it is, byte for byte.
 *
 * @throws CAPBENCH_USAGE where the document does not have both markers, once each, each in a line of its own
 */
export function updateBlock(document: string, block: Block): string {
  const start = placeOf(document, marker(block.id, 'start').markdown)
  const end = placeOf(document, marker(block.id, 'end').markdown)
  if (end.at < start.at) {
    throw new CapbenchError('CAPBENCH_USAGE', `the block ${block.id} ends before it starts; exchange its markers`)
  }
  return document.slice(0, start.at) + renderBlock(block) + document.slice(end.at + end.length)
}

function placeOf(document: string, line: string): { readonly at: number; readonly length: number } {
  const lines = document.split('\n')
  const found = lines.flatMap((each, index) => (each === line ? [index] : []))
  const [first] = found
  if (first === undefined || found.length > 1) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `the document needs the line ${line} once, it has it ${found.length} times`,
    )
  }
  return { at: lines.slice(0, first).reduce((sum, each) => sum + each.length + 1, 0), length: line.length }
}
