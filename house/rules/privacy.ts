import type { Rule } from '../tree.ts'

const localPath = /(?<![\w.])\/(work|root)\/|\/tmp\/[a-z]+_jobs/

/** Nothing here depends on, or tells about, the machine on which it was written. */
export const privacy: Rule = (files) =>
  files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const place = `${path}:${index + 1}`
      if (localPath.test(line)) return [`${place}: a path of one machine; make it relative or a parameter`]
      return []
    }),
  )
