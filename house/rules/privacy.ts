import type { Rule } from '../tree.ts'

/** The home directory of whoever wrote it; other homes occur in tests as examples. */
const localPath = /(?<![\w.$])\/root\//

/** Nothing here depends on, or tells about, the machine on which it was written. */
export const privacy: Rule = (files) =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        localPath.test(line) ? [`${path}:${index + 1}: a path of one machine; make it relative or a parameter`] : [],
      ),
  )
