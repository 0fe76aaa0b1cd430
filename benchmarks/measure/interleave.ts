/** One way of doing the thing; each call is one measurement and yields one or more figures by name. */
export type Arm = () => Promise<Readonly<Record<string, readonly number[]>>>

/**
 * Measures every arm once a round, in the order given: A B A B, so that a machine that gets slower or faster moves all
 * arms alike.
 *
 * @returns all samples by figure, in the order in which they were taken
 */
export async function interleave(rounds: number, arms: readonly Arm[]): Promise<(figure: string) => readonly number[]> {
  const samples = new Map<string, number[]>()
  for (let round = 0; round < rounds; round++) {
    for (const arm of arms) {
      for (const [figure, values] of Object.entries(await arm())) {
        const known = samples.get(figure) ?? []
        known.push(...values)
        samples.set(figure, known)
      }
    }
  }
  return (figure) => {
    const found = samples.get(figure)
    if (found === undefined) throw new Error(`no arm measured "${figure}"`)
    return found
  }
}
