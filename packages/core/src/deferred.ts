/**
 * What no start needs until there is a plan, or evidence to read. All of it is loaded by `import()` of this module and
 * of no other, so that a build has it in one file.
 */
export { derive } from './derive.ts'
export { judgeEvidence } from './evidence/judge-evidence.ts'
export { openCampaign } from './evidence/open-campaign.ts'
export { carryOut } from './execute/carry-out.ts'
export { finishedRuns } from './execute/resume/finished-runs.ts'
export { foreseenLabel } from './judge/foresee.ts'
