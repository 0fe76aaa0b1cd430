import type { Campaign, Result } from '@capbench/core'
import { formatQuantity } from '../format/figures.ts'
import { escapeXml } from './xml.ts'

/**
 * JUnit XML (the schema that CI systems read): a test suite for each benchmark on a target, a test case for each case
 * and metric. `failed` is an error, `invalid` a failure, `unsupported` is skipped, each with its reason; a wrong answer
 * and a broken harness stay apart.
 */
export function renderJunit(campaign: Campaign): string {
  const suites = Map.groupBy(campaign.results, ({ benchmark, target }) => `${benchmark}/${target}`)
  const text = [...suites].map(([name, results]) => {
    const count = (status: Result['status']) => results.filter((result) => result.status === status).length
    const counts = `failures="${count('invalid')}" errors="${count('failed')}" skipped="${count('unsupported')}"`
    return [
      `  <testsuite name="${escapeXml(name)}" tests="${results.length}" ${counts}>`,
      ...results.map((result) => testCase(name, result)),
      '  </testsuite>',
    ].join('\n')
  })
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="capbench">', ...text, '</testsuites>', ''].join(
    '\n',
  )
}

function testCase(suite: string, result: Result): string {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(`${result.case} ${result.metric}`)}">`
  return `${open}${outcome(result)}</testcase>`
}

function outcome(result: Result): string {
  if (result.status === 'passed') {
    const { median, unit } = result.measurement
    const says = `${formatQuantity(median, unit)}; ${result.evidenceClass}; ${result.claim}`
    return `<system-out>${escapeXml(says)}</system-out>`
  }
  const element = { invalid: 'failure', failed: 'error', unsupported: 'skipped' }[result.status]
  const type = result.status === 'unsupported' ? '' : ` type="${escapeXml(result.reason)}"`
  return `<${element}${type} message="${escapeXml(`${result.reason}: ${result.detail}`)}"/>`
}
