import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { root } from '../documents.ts'

/** Not the default, so that a page that takes the root of its host for its own is seen. */
export const base = '/some/where/'
const docs = join(root, 'docs')

export interface BuiltSite {
  readonly directory: string
  readonly log: string
  readonly remove: () => void
}

/** Makes the reference and builds the site, as `npm run docs:build` does, into a directory of its own. */
export function buildSite(): BuiltSite {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-site-'))
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', CAPBENCH_DOCS_BASE: base }
  const vitepress = join(docs, 'node_modules', 'vitepress', 'bin', 'vitepress.js')
  const steps = [[join('site', 'reference.ts')], [vitepress, 'build', '--outDir', directory]]
  let log = ''
  for (const args of steps) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: docs, env, encoding: 'utf8' })
    log += stdout + stderr
    if (status !== 0) {
      rmSync(directory, { recursive: true, force: true })
      throw new Error(`node ${args.join(' ')} ended with ${status}: ${log}`)
    }
  }
  return { directory, log, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** Serves files below `base` on loopback, as any host of static files does. */
export async function serve(directory: string): Promise<{ readonly origin: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const asked = pathname.startsWith(base) ? normalize(decodeURIComponent(pathname.slice(base.length))) : '..'
    const file = join(directory, asked === '.' || asked.endsWith('/') ? join(asked, 'index.html') : asked)
    if (asked.startsWith('..') || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
