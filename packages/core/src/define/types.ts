import { type Static, type TObjectOptions, type TSchema, type TString, Unsafe } from 'typebox'

/**
 * What of TypeBox is used. A choice, since the whole namespace (with a parser of types) is slow to load. The types are
 * there so that declarations of a plugin can name them.
 */
export {
  Array,
  Boolean,
  Enum,
  Integer,
  Literal,
  Null,
  Number,
  Object,
  Optional,
  type Static,
  String,
  type TArray,
  type TBoolean,
  type TEnum,
  type TInteger,
  type TLiteral,
  type TNull,
  type TNumber,
  type TObject,
  type TString,
  type TUnion,
  type TUnknown,
  Union,
  Unknown,
  Unsafe,
} from 'typebox'

/**
 * Values of one type by names that are strings. TypeBox's own takes names of every type, and brings its whole engine of
 * types for that.
 */
export function Record<Value extends TSchema>(key: TString, value: Value, options: TObjectOptions = {}) {
  const pattern = 'pattern' in key ? `${key.pattern}` : '^.*$'
  return Unsafe<{ [name: string]: Static<Value> }>({
    type: 'object',
    patternProperties: { [pattern]: value },
    ...options,
  })
}
