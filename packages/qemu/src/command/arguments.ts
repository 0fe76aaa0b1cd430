import { bootArguments } from './boot.ts'
import { debugExit, descriptors, type Machine } from './machine.ts'
import { type ChannelPort, serialArguments, serialPorts } from './serial.ts'

const hex = (value: number): string => `0x${value.toString(16)}`
const channelNames: readonly ChannelPort[] = serialPorts.map(({ channel }) => channel)

/**
 * The arguments of QEMU for a machine.
 *
 * No configuration files, default devices, display or network; one `-accel`, so that nothing falls back in silence;
 * `-no-reboot`, so that a reset is an end; `-S`, so that the monitor is connected before the first guest instruction;
 * and where there is one isa-debug-exit, the only exit of QEMU that a guest can give a code of its own.
 */
export function machineArguments(machine: Machine): readonly string[] {
  const accelerator = machine.accelerator === 'tcg' ? 'tcg,thread=multi' : machine.accelerator
  const { arch = 'x86_64', ports = channelNames, further = [] } = machine
  const { exit = arch === 'x86_64' ? debugExit : 'none' } = machine
  return [
    '-no-user-config',
    '-nodefaults',
    ...['-name', 'capbench,debug-threads=on'],
    ...['-display', 'none'],
    '-no-reboot',
    '-S',
    ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
    ...['-M', machine.type],
    ...['-accel', accelerator],
    ...['-cpu', machine.cpu],
    ...['-m', `${machine.memoryMiB}M`],
    ...['-smp', `${machine.vcpus},sockets=1,cores=${machine.vcpus},threads=1`],
    ...['-nic', 'none'],
    ...(exit === 'none' ? [] : ['-device', `isa-debug-exit,iobase=${hex(exit.iobase)},iosize=${hex(exit.iosize)}`]),
    ...channelNames.flatMap((channel) => ['-chardev', `socket,id=${channel},fd=${descriptors[channel]}`]),
    ...serialArguments(arch, ports),
    ...['-chardev', `socket,id=monitor,fd=${descriptors.monitor}`],
    ...['-mon', 'chardev=monitor,mode=control'],
    ...bootArguments(machine),
    ...further,
  ]
}
