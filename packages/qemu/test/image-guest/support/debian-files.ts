import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is configured in the image: a login on the first serial port, and no services. */
const inittab = `id:2:initdefault:
si::sysinit:/etc/rc.first
S0:2:respawn:/sbin/agetty -L ttyS0 115200 vt100
l0:0:wait:/sbin/halt -d -f -p
l6:6:wait:/sbin/reboot -d -f
`
const first = `#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
hostname debian
`

export function writeDebianFiles(root: string): void {
  writeFileSync(join(root, 'etc/inittab'), inittab)
  writeFileSync(join(root, 'etc/rc.first'), first)
  chmodSync(join(root, 'etc/rc.first'), 0o755)
}
