import type { Result } from '@capbench/core'
import { inRanges } from '../format/ranges.ts'
import { isMechanism } from '../warnings/mechanisms.ts'
import type { Warning } from '../warnings/warnings.ts'

/** What lowered the class of a row and what else is to be printed with it: the numbers of these warnings. */
export function noteNumbers(result: Result, warnings: readonly Warning[]): string {
  const own = [...(result.status === 'passed' ? result.classReasons : []), ...result.labels]
  const concerns = ({ label, where }: Warning): boolean => {
    if (label === 'mechanisms') return own.some(isMechanism) && where.includes(result.target)
    return own.includes(label)
  }
  const numbers = warnings.flatMap((warning, index) => (concerns(warning) ? [index + 1] : []))
  return numbers.length === 0 ? 'none' : inRanges(numbers)
}
