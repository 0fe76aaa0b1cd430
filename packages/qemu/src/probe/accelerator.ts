/** What runs guest code: the CPU itself, or QEMU's translator with one thread for each vCPU. */
export const accelerators = ['kvm', 'tcg'] as const
/** How the instructions of a guest are run. */
export type Accelerator = (typeof accelerators)[number]

/** `auto` takes KVM where it has proved itself, else TCG; `kvm` and `tcg` are demands. */
export type AcceleratorWish = 'auto' | Accelerator
