import { withDefinitions } from '../definitions/definition-args.ts'
import { baselineCommand } from './baseline.ts'
import { checkLogCommand } from './check-log.ts'
import type { Command } from './command.ts'
import { compareCommand } from './compare.ts'
import { completionCommand } from './completion.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { indexCommand } from './index-command.ts'
import { listCommand } from './list.ts'
import { planCommand } from './plan.ts'
import { reportCommand } from './report.ts'
import { runCommand } from './run.ts'
import { showCommand } from './show.ts'
import { topologyCommand } from './topology.ts'
import { verifyCommand } from './verify.ts'

/** Every command, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  run: withDefinitions(runCommand),
  plan: withDefinitions(planCommand),
  doctor: doctorCommand,
  topology: topologyCommand,
  verify: withDefinitions(verifyCommand),
  show: withDefinitions(showCommand),
  report: withDefinitions(reportCommand),
  compare: withDefinitions(compareCommand),
  export: withDefinitions(exportCommand),
  import: withDefinitions(importCommand),
  'check-log': checkLogCommand,
  list: listCommand,
  index: indexCommand,
  baseline: withDefinitions(baselineCommand),
  completion: completionCommand,
}
