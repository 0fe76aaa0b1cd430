import type { HostEnvironment } from './host.ts'

type Sources<T, Prefix extends string> = { readonly [K in keyof T & string as `${Prefix}${K}`]: string }

const cpu = '/sys/devices/system/cpu'

/** Where every fact about the host comes from, by its path in `env/host.json`. */
export const hostSources: Sources<HostEnvironment['cpu'], 'cpu.'> &
  Sources<HostEnvironment['memory'], 'memory.'> &
  Sources<HostEnvironment['kernel'], 'kernel.'> &
  Sources<HostEnvironment['os'], 'os.'> &
  Sources<Pick<HostEnvironment, 'loadAverage'>, ''> = {
  'cpu.model': '/proc/cpuinfo: model name',
  'cpu.microcode': '/proc/cpuinfo: microcode',
  'cpu.governors': `${cpu}/cpufreq/policy*/scaling_governor`,
  'cpu.drivers': `${cpu}/cpufreq/policy*/scaling_driver`,
  'cpu.boost': `${cpu}/intel_pstate/no_turbo, else ${cpu}/cpufreq/boost`,
  'cpu.smt': `${cpu}/smt/control`,
  'cpu.smtActive': `${cpu}/smt/active`,
  'cpu.vulnerabilities': `${cpu}/vulnerabilities/*`,
  'memory.totalBytes': '/proc/meminfo: MemTotal',
  'memory.transparentHugePages': '/sys/kernel/mm/transparent_hugepage/enabled',
  'kernel.release': '/proc/sys/kernel/osrelease',
  'kernel.version': '/proc/sys/kernel/version',
  'kernel.parameters': '/proc/cmdline',
  'kernel.clocksource': '/sys/devices/system/clocksource/clocksource0/current_clocksource',
  'os.id': '/etc/os-release: ID',
  'os.versionId': '/etc/os-release: VERSION_ID',
  'os.name': '/etc/os-release: PRETTY_NAME',
  loadAverage: '/proc/loadavg',
}
