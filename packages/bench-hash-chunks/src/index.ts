export { programSources } from './program.ts'
