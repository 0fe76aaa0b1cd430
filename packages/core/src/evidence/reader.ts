/** What the pure steps read: the bytes of an evidence directory, wherever they are. */
export interface EvidenceReader {
  /** Every path of the directory, sorted. */
  readonly paths: readonly string[]
  readonly has: (path: string) => boolean
  /** @throws CAPBENCH_HOSTILE where there is no such path, or it is not what the manifest says. */
  readonly read: (path: string) => Uint8Array
}
