import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** The directory of the package that a bundled file came from, or undefined for our own files. */
const packageDirectory = (input: string) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0]

function licenceOf(directory: string): string {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Record<string, string>
  const files = readdirSync(directory).filter((name) => /^(licen[cs]e|notice)/i.test(name))
  if (files.length === 0) throw new Error(`${manifest.name} has no licence file, so it must not be bundled`)
  const texts = files.map((name) => readFileSync(join(directory, name), 'utf8').trim())
  return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${texts.join('\n\n')}\n`
}

/** Writes the licences of everything that was bundled beside the bundle, as they demand. */
const licences: Plugin = {
  name: 'licences',
  setup(build) {
    build.initialOptions.metafile = true
    build.onEnd(({ metafile }) => {
      const outputs = Object.values(metafile?.outputs ?? {}).flatMap((output) => Object.entries(output.inputs))
      const bundled = outputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? packageDirectory(path) : []))
      const directories = [...new Set(bundled.filter((path) => path !== undefined))].sort()
      if (directories.length === 0) return
      mkdirSync('dist', { recursive: true })
      writeFileSync('dist/THIRD-PARTY-LICENSES.txt', directories.map(licenceOf).join(`\n${'-'.repeat(72)}\n\n`))
    })
  },
}

/** Is this what `dist` holds after the build? Programs are looked after by the scripts that compile them. */
function belongs(path: string, outputs: ReadonlySet<string>): boolean {
  if (path.endsWith('.d.ts')) return existsSync(join('src', path.replace(/\.d\.ts$/, '.ts')))
  return outputs.has(`dist/${path}`) || !/\.js(\.map)?$/.test(path)
}

/** Nothing is removed but what is stale, and that at the end: runs that read `dist` meanwhile find what they need. */
const removeStale: Plugin = {
  name: 'remove-stale',
  setup(build) {
    build.initialOptions.metafile = true
    build.onEnd(({ metafile }) => {
      if (metafile === undefined || !existsSync('dist')) return
      const outputs = new Set(Object.keys(metafile.outputs))
      for (const path of readdirSync('dist', { recursive: true, encoding: 'utf8' }))
        if (!belongs(path, outputs)) rmSync(join('dist', path))
    })
  },
}

/**
 * Takes of TypeBox what is used and no more, for packages that bundle it: its files have no effects but their exports,
 * which its manifest does not say. What checks names of hosts has tables that take a while; they are made on first use.
 */
const lightTypebox: Plugin = {
  name: 'light-typebox',
  setup(build) {
    build.onResolve({ filter: /^typebox|^\.{1,2}\/.*\.mjs$/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolving' || !(path.startsWith('typebox') || from.importer.includes('/typebox/build/')))
        return
      const found = await build.resolve(path, { ...from, pluginData: 'resolving' })
      return { ...found, sideEffects: false }
    })
    build.onLoad({ filter: /\/typebox\/build\/format\/(idn_)?hostname\.mjs$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      const later = text.replace(
        "import * as Idna from './idna/index.mjs';",
        "const idna = () => require('./idna/index.mjs');",
      )
      if (later === text) throw new Error(`${path} is not as it was: see whether its tables are still to be put off`)
      return { contents: later.replaceAll('Idna.', 'idna().') }
    })
  },
}

type Choices = Pick<Options, 'entry' | 'minify' | 'noExternal' | 'removeNodeProtocol' | 'splitting'>

/** How every package is built; tsc emits the declarations. */
export const packageBuild = (options: Choices = {}, ...plugins: readonly Plugin[]) =>
  defineConfig({
    entry: ['src/index.ts'],
    format: 'esm',
    target: 'node22',
    dts: false,
    sourcemap: true,
    silent: true,
    esbuildPlugins: [...plugins, lightTypebox, licences, removeStale],
    ...options,
  })
