/** Formats of the records; another program of another system that prints one of them means the same by it. */
export const formats = { processes: 'capbench-processscale-v1', threads: 'capbench-threadscale-v1' } as const
/** Workers are independent processes, or sibling threads of one. */
export type Mode = keyof typeof formats

/** What a worker is: where there is no operating system, a CPU. */
export const kinds = ['process', 'thread', 'cpu'] as const
