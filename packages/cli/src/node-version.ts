/** The oldest Node that has what is used. */
const oldest = [22, 18] as const

/** Why this Node cannot run the command, or undefined. Imports nothing: what is imported may not load there. */
export function refusalOfNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined
  const wanted = `capbench wants Node ${oldest.join('.')} or newer, this is ${version}`
  const remedy = 'npx -p node@24 -p @capbench/cli capbench ARGS brings one; in a clone: npm run capbench -- ARGS'
  return `${wanted}; ${remedy}`
}
