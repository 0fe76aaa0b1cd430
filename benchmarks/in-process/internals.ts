/*
 * Statistics and the stream parser are not published: @capbench/core calls them for everybody. They are measured from
 * its sources, which Node runs as they are; what is used of them is stated here.
 */

interface StatisticsModule {
  readonly loadStatistics: () => Promise<{ readonly describe: (samples: readonly number[]) => { readonly n: number } }>
}
interface BootstrapModule {
  readonly ratioOfMedians: (a: readonly number[], b: readonly number[], level: number) => { readonly estimate: number }
}
interface StreamModule {
  readonly parseStream: (
    bytes: Uint8Array,
    options: { readonly nonce: string },
  ) => { readonly ok: boolean; readonly records: readonly unknown[] }
}

const source = (path: string): Promise<unknown> =>
  import(new URL(`../../packages/core/src/${path}`, import.meta.url).href)

export async function coreInternals() {
  const { loadStatistics } = (await source('statistics/load.ts')) as StatisticsModule
  const { ratioOfMedians } = (await source('statistics/bootstrap.ts')) as BootstrapModule
  const { parseStream } = (await source('parse/stream.ts')) as StreamModule
  return { describe: (await loadStatistics()).describe, ratioOfMedians, parseStream }
}
