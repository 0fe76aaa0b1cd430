import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** Sources are tested, not builds: `@capbench/source` is the export condition that leads to them. */
const conditions = ['@capbench/source', 'node', 'import', 'module', 'default']
const packages = readdirSync('packages')

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    projects: packages.map((name) => ({
      extends: true as const,
      test: { name, root: `packages/${name}`, testTimeout: 120_000, hookTimeout: 120_000 },
    })),
    reporters: ['default', './scripts/summary-reporter.ts'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
})
