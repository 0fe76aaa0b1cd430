export { type Io, main } from './main.ts'
export type { PluginNames } from './scaffold/names.ts'
export { namesOf } from './scaffold/names.ts'
export { type ScaffoldOptions, scaffold } from './scaffold/scaffold.ts'
