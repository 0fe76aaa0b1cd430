import { type Verifier, verdictOf } from '@capbench/core'

/** What a program says about its workers and the CPUs that it saw. */
export interface WorkerRoll {
  /** Workers that the program meant to start. */
  readonly planned: number
  /** CPUs that the system let the program run on. */
  readonly cpus: number
  readonly workers: readonly { readonly index: number }[]
}

/** As many workers as the case has CPUs reported, each once and in order, on as many CPUs as the target presented. */
export function everyWorker(): Verifier<WorkerRoll> {
  return {
    name: 'every-worker',
    version: 1,
    judge: ({ planned, cpus, workers }, setting) => {
      const { name, vcpus } = setting.case
      const reported = workers.map(({ index }) => index)
      const wanted = Array.from({ length: vcpus }, (_, index) => index)
      return verdictOf({
        'planned workers': planned === vcpus ? undefined : `${name} wants ${vcpus}, the program planned ${planned}`,
        'workers that reported':
          reported.join() === wanted.join()
            ? undefined
            : `${name} wants ${wanted.join(', ')}; there came ${reported.join(', ') || 'none'}`,
        'CPUs seen':
          cpus === setting.cpus ? undefined : `the target presented ${setting.cpus}, the program saw ${cpus}`,
      })
    },
  }
}
