/** A JSON value as it is stored: no `undefined`, no class instances, no non-finite numbers. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}
