import { protocol } from '@capbench/core'

const lost = 'bytes were lost, or something else was printed into the line'
const whole =
  'write each line by one call and from one thread, and wait for room before each byte (16550: line status, bit 5)'

/** What to do about each fault that the reader of the protocol finds, by the beginning of what it says. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /^no begin record$/,
    `no line begins with ${protocol.prefix}: the program did not print here, or printed into other lines`,
  ],
  [/^no begin record: /, 'the records before it were lost, or not printed; "begin" with sequence number 0 comes first'],
  [
    /^no end record/,
    'the program stopped early, or the log was cut; wait for the last byte to be sent (16550: line status, bit 6)',
  ],
  [/^a record after the end record/, 'one run ends with one "end"; if the log holds several runs, cut it to one'],
  [
    /^the last line is torn/,
    'the log ends inside a line: it was cut, or the machine was off before its last byte was sent',
  ],
  [/bytes long; at most/, `split the record: a line has at most ${protocol.maxLineBytes} bytes with its LF`],
  [/^protocol /, `${lost}, or it is of another version; a line begins with "${protocol.prefix} "`],
  [
    /^the nonce is /,
    'every line carries the nonce of its run; if the log holds several, cut it to one; --nonce says which is wanted',
  ],
  [/^a second begin record/, 'one run has one "begin"; if the program was started twice, cut the log to one run'],
  [/is not a record type$/, `${lost}; a type fits ${protocol.type.pattern}`],
  [/^more than \d+ records/, 'print fewer: gather several figures into one record'],
  [/^the end record is not spelled/, 'no blanks, "count" before "crc32", lower case, and one CR at most before the LF'],
  [/^the end record counts/, 'count every record before "end", "begin" and marks too; or else a record was lost'],
  [
    /checksum is /,
    `CRC-32 as in zlib over the bytes of all lines before "end", each with its LF and without a CR; or else ${lost}`,
  ],
  [/^JSON input is not JSON/, `${lost}: ${whole}`],
  [/^JSON input is not UTF-8/, `${lost}; text from outside needs escaping, see "Text from outside" of the protocol`],
  [/^JSON input /, 'no name twice, finite numbers within 2^53-1, no -0, at most 32 levels'],
  [/^the body is not a JSON object/, 'behind the type stands one object: {...}'],
]

/** What to do about a fault of the framing, as `parseStream` words it without its place. */
export function remedyFor(fault: string): string {
  const [, wanted, found] = /^expected sequence number (\d+), found "(\d+)"/.exec(fault) ?? []
  if (wanted !== undefined && Number(found) > Number(wanted)) {
    const last = Number(found) - 1
    const missing = last === Number(wanted) ? `record ${wanted} is` : `records ${wanted} to ${last} are`
    return `${missing} missing: your printer lost lines, or began them in the middle of another; ${whole}`
  }
  if (wanted !== undefined) return 'a record came twice, or out of order: count from 0 without gaps, from one thread'
  return remedies.find(([pattern]) => pattern.test(fault))?.[1] ?? whole
}
