import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** Sources are tested, not builds: `@capbench/source` is the export condition that leads to them. */
const conditions = ['@capbench/source', 'node', 'import', 'module', 'default']
const packages = readdirSync('packages').filter((name) => existsSync(`packages/${name}/package.json`))
const projects = [
  ...packages.map((name) => ({ name, root: `packages/${name}` })),
  { name: 'house', root: 'house' },
  { name: 'examples', root: 'examples' },
  { name: 'docs', root: 'docs' },
]

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    projects: projects.map((project) => ({
      extends: true as const,
      test: { ...project, testTimeout: 300_000, hookTimeout: 300_000 },
    })),
    reporters: ['default', './scripts/summary-reporter.ts'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
})
