import * as Type from './types.ts'

/**
 * The types of TypeBox that stored data, parameters and records are described with, bundled, so that a plugin needs no
 * TypeBox of its own.
 */
export { Type }
