import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', 'testing/index': 'src/testing/index.ts' },
  format: 'esm',
  target: 'node22',
  dts: false, // tsc emits the declarations
  clean: true,
  sourcemap: true,
  silent: true,
  noExternal: ['typebox', 'mathjs'], // file count, not work, is what makes these slow to import
  splitting: true,
})
