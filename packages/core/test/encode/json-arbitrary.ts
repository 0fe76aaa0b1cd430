import fc from 'fast-check'
import type { JsonValue } from '../../src/define/json.ts'

const number = fc
  .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((x) => !Object.is(x, -0) && Math.abs(x) <= Number.MAX_SAFE_INTEGER)
const string = fc.string({ unit: 'binary' })

/** Any value that capbench may store. */
export const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 6 },
    fc.constant(null),
    fc.boolean(),
    number,
    string,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      string.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value
