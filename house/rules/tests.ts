import { isTypeScript, places, type Rule, type SourceFile, withoutComments } from '../tree.ts'

const isTest = (file: SourceFile) => isTypeScript(file) && /(^|\/)test\/|\.test\.ts$/.test(file.path)

/** What a test makes in the directory for temporary files it takes away again. */
export const tidyTests: Rule = (files) =>
  files
    .filter(
      (file) => isTest(file) && /\btmpdir\(\)/.test(file.text) && !/\brm(Sync)?\(/.test(withoutComments(file.text)),
    )
    .flatMap((file) => places(file, /\bmkdtemp(Sync)?\((?=[^\n]*tmpdir)/g))
    .map((place) => `${place}: stays behind; remove it in onTestFinished or afterAll, or call a helper that does`)

const subset = /\b(?:toMatchObject|toEqual|toStrictEqual)\(/g
const patternValue = /[{,]\s*[\w'"-]+:\s*\/(?![/*])/g

/** `toMatchObject({ text: /x/ })` compares the properties of the pattern, of which it has none: any text passes. */
export const matchingPatterns: Rule = (files) =>
  files.filter(isTest).flatMap((file) => {
    const code = withoutComments(file.text)
    return [...code.matchAll(subset)].flatMap(({ 0: call, index }) => {
      const start = index + call.length
      const inside = code.slice(start, endOfCall(code, start))
      return [...inside.matchAll(patternValue)].map(({ 0: found, index: at }) => {
        const line = code.slice(0, start + at + found.length).split('\n').length
        return `${file.path}:${line}: a pattern as a value matches anything; write expect.stringMatching(/.../)`
      })
    })
  })

/** Where the bracket that is open at `start` closes; brackets in strings are not told apart. */
function endOfCall(code: string, start: number): number {
  let open = 1
  for (let at = start; at < code.length; at++) {
    if (code[at] === '(') open++
    else if (code[at] === ')' && --open === 0) return at
  }
  return code.length
}
