import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node22',
  dts: false, // tsc emits the declarations
  clean: ['!programs/**'], // build-probe.ts writes there
  sourcemap: true,
  silent: true,
})
