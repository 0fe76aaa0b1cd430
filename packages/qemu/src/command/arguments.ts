import { descriptors, type Machine, serialPorts } from './machine.ts'

const hex = (value: number): string => `0x${value.toString(16)}`

/**
 * The arguments of `qemu-system-x86_64` for a machine.
 *
 * No configuration files, default devices, display or network; one `-accel`, so that nothing falls back in silence;
 * `-no-reboot`, so that a reset is an end; `-S`, so that the monitor is connected before the first guest instruction;
 * and isa-debug-exit, the only exit of QEMU that a guest can give a code of its own.
 */
export function machineArguments(machine: Machine): readonly string[] {
  const accelerator = machine.accelerator === 'tcg' ? 'tcg,thread=multi' : machine.accelerator
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
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
    ...serialPorts.flatMap(({ channel, iobase, irq }, index) => [
      ...['-chardev', `socket,id=${channel},fd=${descriptors[channel]}`],
      ...['-device', `isa-serial,chardev=${channel},index=${index},iobase=${hex(iobase)},irq=${irq}`],
    ]),
    ...['-chardev', `socket,id=monitor,fd=${descriptors.monitor}`],
    ...['-mon', 'chardev=monitor,mode=control'],
    ...['-kernel', machine.kernel],
    ...['-initrd', machine.initrd],
    ...['-append', machine.append],
  ]
}
