/** Stands in stored arguments for what differs from host to host or from run to run: `${KERNEL}`. */
export function placeholder(name: 'KERNEL' | 'INITRAMFS' | 'ORDER' | 'PROGRAM' | 'TSC_KHZ' | 'VCPUS'): string {
  return `\${${name}}`
}
