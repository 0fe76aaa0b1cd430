/** `1,275,187,210`: times and counts as whole numbers, everything else with three decimals unless it is large. */
function formatValue(value: number, unit: string): string {
  const whole = unit === 'ns' || unit === 'cycles' || unit === 'scaled-cycles' || unit === 'count' || unit === 'bytes'
  const digits = whole || Math.abs(value) >= 100_000 ? 0 : 3
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** `875 scaled cycles`; a dimensionless ratio has no unit behind it. */
export function formatQuantity(value: number, unit: string): string {
  return unit === 'ratio' ? formatValue(value, unit) : `${formatValue(value, unit)} ${unitWords(unit)}`
}

export function unitWords(unit: string): string {
  return unit.replaceAll('-', ' ')
}

/** `1.873x` */
export function formatFactor(value: number): string {
  return `${value.toFixed(3)}x`
}

/** `0.52%` of a share. */
export function formatShare(value: number): string {
  return `${(value * 100).toFixed(2)}%`
}
