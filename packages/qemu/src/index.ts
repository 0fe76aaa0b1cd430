export {
  checkPins,
  firstCpus,
  formatCpuList,
  type HostTopology,
  type PinChoice,
  type PinPlan,
  type PinPolicy,
  parseCpuList,
  pinSettings,
  placeRun,
  planPins,
  readAffinity,
  readHostTopology,
  type ThreadPlacement,
} from '@capbench/host'
export { bareGuest } from './bare/guest.ts'
export type { BareGuestOptions } from './bare/options.ts'
export { inspectQemu, type QemuBinary } from './binary/qemu.ts'
export { cacheDirectory } from './cache/directory.ts'
export { machineArguments } from './command/arguments.ts'
export type { DebuggerChoice } from './command/debugger.ts'
export { descriptors, type Machine } from './command/machine.ts'
export { serialPorts } from './command/serial.ts'
export type { DeclaredEnvelope, HarnessArtifact, HarnessCall, HarnessTargetOptions, PerRun } from './harness/options.ts'
export { harnessTarget } from './harness/target.ts'
export { type CpioEntry, writeCpio } from './image/cpio.ts'
export { buildInitramfs, guestPath, type InitramfsParts } from './image/initramfs.ts'
export { type CapOSGuestOptions, capOSGuest } from './image-guest/capos-guest.ts'
export type { Typing } from './image-guest/dialogue/talk.ts'
export { type FreeBSDGuestOptions, freebsdGuest, freebsdPrompt } from './image-guest/freebsd-guest.ts'
export { imageGuest } from './image-guest/guest.ts'
export type { ImageExit, ImageGuestOptions, PortChannel } from './image-guest/options.ts'
export { type KernelPackage, lockedKernels } from './kernel/lock.ts'
export { type KernelOptions, type KernelOrigin, type ResolvedKernel, resolveKernel } from './kernel/resolve.ts'
export { linuxFaults } from './linux/faults.ts'
export { linuxGuest } from './linux/guest.ts'
export type { LinuxGuestOptions } from './linux/options.ts'
export type { Accelerator, AcceleratorWish } from './probe/accelerator.ts'
export { type AcceleratorChoice, cachedKvmVerdict, chooseAccelerator, type DatedVerdict } from './probe/choose.ts'
export { type ProbeRun, runProbeGuest } from './probe/guest.ts'
export { judgeKvm, type KvmEvidence, type KvmVerdict, probeKvm } from './probe/kvm.ts'
export { connectQmp, type QmpClient } from './qmp/client.ts'
export { type VcpuThread, vcpuThreads } from './qmp/queries.ts'
export { firstFile } from './run/descriptors.ts'
export type { MachineHooks, MachineRun, RunningMachine } from './run/machine-run.ts'
export { runMachine } from './run/run-machine.ts'
