/** Stands in stored arguments for what differs from host to host or from run to run: `${KERNEL}`. */
export function placeholder(name: 'KERNEL' | 'INITRAMFS' | 'ORDER' | 'VCPUS'): string {
  return `\${${name}}`
}
