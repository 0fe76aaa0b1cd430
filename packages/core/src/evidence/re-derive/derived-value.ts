import type { JsonObject, JsonValue } from '../../define/json.ts'
import { decodeUtf8, readCanonicalJson } from '../../encode/strict.ts'
import { CapbenchError } from '../../error.ts'
import { linesOf, readJson } from '../content.ts'

/** What a derived file says, by its kind; null for the kinds that say what another file says. */
export function derivedValue(path: string, bytes: Uint8Array): JsonValue {
  // Every `.bin` says what the JSON beside it does: the check `content` has compared them.
  if (path.endsWith('.bin')) return null
  if (path.endsWith('.jsonl')) return linesOf(bytes).map((line) => readCanonicalJson(line))
  if (path.endsWith('.csv')) return rowsOf(decodeUtf8(bytes))
  return readJson(path, bytes)
}

const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/y

/** Rows of RFC 4180 with LF by the names in its first row; cells that are numbers as such. */
function rowsOf(text: string): readonly JsonObject[] {
  const rows: string[][] = []
  let row: string[] = []
  cell.lastIndex = 0
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text)
    if (found === null) throw new CapbenchError('CAPBENCH_HOSTILE', 'it is no CSV with a line end after each row')
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === ',') continue
    rows.push(row)
    row = []
  }
  const [header = [], ...body] = rows
  if (new Set(header).size < header.length || body.some(({ length }) => length !== header.length)) {
    throw new CapbenchError('CAPBENCH_HOSTILE', 'its rows do not have one cell for each name in the first row')
  }
  return body.map((cells) => Object.fromEntries(header.map((name, at) => [name, cellValue(cells[at] ?? '')])))
}

/** Only text that a number is written as is a number. */
function cellValue(text: string): JsonValue {
  const value = Number(text)
  return text !== '' && Number.isFinite(value) && String(value) === text ? value : text
}
