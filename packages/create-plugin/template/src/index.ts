export { sampleBench } from './benchmark.ts'
