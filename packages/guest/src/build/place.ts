import { headerDirectory } from '../package-root.ts'

/**
 * Flags that name places of this machine: where headers are looked for, and how those places are spelled in what the
 * compiler writes. They are no part of the manifest.
 */
export function placeFlags(root: string, includes: readonly string[] = []): readonly string[] {
  return [
    `-ffile-prefix-map=${headerDirectory}=@capbench/guest/c`,
    `-ffile-prefix-map=${root}=.`,
    ...[...includes, headerDirectory].flatMap((directory) => ['-I', directory]),
  ]
}
