/** What of TypeBox is used. A choice, since the whole namespace (with a parser of types) is slow to load. */
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
  Record,
  type Static,
  String,
  Union,
  Unknown,
  Unsafe,
} from 'typebox'
