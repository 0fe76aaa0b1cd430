const oneAccelerator = 'a run has one accelerator, so that nothing falls back in silence; use the option accelerator'
const machine = 'QEMU merges two of them, and nobody would see which one won; use the option machine'
const described = 'what is booted is described and its digest recorded; use the option of that name'
const noNetwork = 'a run has no network; a card without a back end is fine: -device e1000'
const noScreen = 'a run has no screen; a display adapter that nobody looks at is fine: -device VGA'
const monitor = 'QEMU has one monitor, which the driver holds'
const ports =
  'serial ports belong to the transcript; use the option ports, or connect a device to the character device console, ' +
  'records or diagnostics: -device virtconsole,chardev=console'
const ending = 'the driver could no longer tell how a run ended'
const writes = 'QEMU writes no file of its own; -d alone goes to the channel driver'
const held = 'a machine that a debugger can hold up measures nothing; use the option gdb, which labels its results'
const user = 'QEMU runs as the user that started it, in the sandbox that the driver gives it'
const restored = 'every run boots; a saved state would not'
const outside = 'it reaches files, devices or programs of the host that no digest covers'
const nothing = 'it runs no guest'

/** Arguments of QEMU that would undo what the driver promises, each with the reason. */
export const refusedOptions: Readonly<Record<string, string>> = {
  accel: oneAccelerator,
  'enable-kvm': oneAccelerator,
  'no-kvm': oneAccelerator,
  icount: 'counted instructions are a clock of their own, and run all vCPUs on one host thread',
  M: machine,
  machine,
  smp: 'the case gives the number of vCPUs',
  numa: 'it changes the topology that the envelope states: one socket, one thread a core',
  cpu: 'the CPU model is part of the envelope; use the option cpu',
  m: 'memory is part of the envelope; use the option memoryMiB',
  kernel: described,
  initrd: described,
  append: described,
  bios: described,
  pflash: described,
  blockdev: 'such a drive is written to; -drive is opened so that the file never changes',
  daemonize: 'QEMU must stay in the process group of the run, or it would survive it',
  pidfile: writes,
  D: writes,
  writeconfig: writes,
  'dump-vmstate': writes,
  monitor,
  qmp: monitor,
  'qmp-pretty': monitor,
  mon: monitor,
  qtest: monitor,
  chardev: ports,
  serial: ports,
  parallel: ports,
  debugcon: ports,
  echr: ports,
  nographic: ports,
  display: noScreen,
  vnc: noScreen,
  spice: noScreen,
  curses: noScreen,
  sdl: noScreen,
  gtk: noScreen,
  'full-screen': noScreen,
  nic: noNetwork,
  net: noNetwork,
  netdev: noNetwork,
  iscsi: noNetwork,
  gdb: held,
  s: held,
  preconfig: held,
  sandbox: user,
  runas: user,
  chroot: user,
  'run-with': user,
  incoming: restored,
  loadvm: restored,
  action: ending,
  'no-shutdown': ending,
  'watchdog-action': ending,
  name: 'the threads of QEMU are known by the name that the driver gives',
  readconfig: 'the evidence would not hold what it sets',
  set: 'the evidence would not hold what it sets',
  L: outside,
  plugin: outside,
  virtfs: outside,
  fsdev: outside,
  tpmdev: outside,
  'add-fd': outside,
  'mem-path': outside,
  semihosting: outside,
  'semihosting-config': outside,
  help: nothing,
  h: nothing,
  version: nothing,
}

/** Options whose whole value is a file. */
export const fileOptions: ReadonlySet<string> = new Set([
  ...['cdrom', 'hda', 'hdb', 'hdc', 'hdd', 'fda', 'fdb', 'sd', 'mtdblock', 'dtb', 'option-rom'],
])

/** Options that take no value: the word after one is an option. */
export const switches: ReadonlySet<string> = new Set([
  ...['usb', 'no-acpi', 'no-hpet', 'no-fd-bootchk', 'win2k-hack', 'snapshot', 'no-user-config', 'nodefaults'],
  ...['no-reboot', 'S', 'only-migratable', 'mem-prealloc', 'msg', 'singlestep', 'audio-help'],
])

/** Parts of a value that would undo what the driver promises. */
export const refusedParts: readonly { readonly part: RegExp; readonly why: string }[] = [
  {
    part: /(?:^|,)(?:accel|kernel_irqchip)=/,
    why: oneAccelerator,
  },
  {
    part: /(?:^|,)snapshot=off\b/,
    why: 'what a system writes is gone with its machine, so that every run is alike and no file of yours changes',
  },
  {
    part: /^(?:vfio-|usb-host\b|vhost-|memory-backend-file\b|secret\b|input-linux\b|filter-dump\b)/,
    why: outside,
  },
  {
    part: /(?:^|[,=])(?:[a-z+]+:\/\/|nbd:|fat:|vvfat|blkdebug:|json:)/,
    why: outside,
  },
  {
    part: /(?:^|[,.])(?:file|filename|path|mem-path|romfile|logfile|data)=(?!\{[a-z])/,
    why: 'a path means nothing on another host; name the file in the option files, { data: path }, and write {data}',
  },
]
