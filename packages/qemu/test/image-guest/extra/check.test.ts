import { describe, expect, it } from 'vitest'
import { checkExtraArguments } from '../../../src/image-guest/extra/check.ts'
import { replaceNames } from '../../../src/image-guest/extra/names.ts'

const check =
  (...args: readonly string[]) =>
  () =>
    checkExtraArguments('imageGuest toy', args)

describe('further arguments', () => {
  it.each([
    [['-device', 'VGA']],
    [['-vga', 'std', '-device', 'e1000']],
    [['-device', 'virtio-serial', '-device', 'virtconsole,chardev=console']],
    [['-drive', 'if=none,id=d,format=raw,file={data}', '-device', 'nvme,drive=d,serial=1']],
    [['-cdrom', '{tools}', '-boot', 'order=d,menu=off', '-rtc', 'base=utc']],
    [['-fw_cfg', 'name=opt/capbench/nonce,string={nonce}', '-usb', '-device', 'usb-kbd', '--no-hpet']],
    [['-object', 'rng-builtin,id=r', '-device', 'virtio-rng-pci,rng=r', '-d', 'guest_errors', '-global', 'a.b=c']],
  ])('that change nothing of what the driver promises are taken: %j', (args) => {
    expect(check(...args)).not.toThrow()
  })

  it.each<[readonly string[], RegExp]>([
    [['-accel', 'kvm'], /"-accel": a run has one accelerator/],
    [['--accel', 'tcg'], /one accelerator/],
    [['-enable-kvm'], /one accelerator/],
    [['-icount', 'shift=0'], /one host thread/],
    [['-machine', 'q35'], /option machine/],
    [['-M', 'q35'], /option machine/],
    [['-smp', '4'], /case gives/],
    [['-m', '1G'], /memoryMiB/],
    [['-daemonize'], /process group/],
    [['-monitor', 'stdio'], /one monitor/],
    [['-qmp', 'unix:x,server=on'], /one monitor/],
    [['-chardev', 'stdio,id=x'], /belong to the transcript/],
    [['-serial', 'stdio'], /option ports.*virtconsole,chardev=console/],
    [['-nographic'], /transcript/],
    [['-netdev', 'user,id=n'], /no network.*-device e1000/],
    [['-nic', 'user'], /no network/],
    [['-display', 'gtk'], /no screen.*-device VGA/],
    [['-vnc', ':1'], /no screen/],
    [['-sandbox', 'off'], /sandbox/],
    [['-s'], /debugger/],
    [['-no-shutdown'], /how a run ended/],
    [['-kernel', '{k}'], /option of that name/],
    [['-blockdev', 'driver=file'], /-drive/],
    [['-drive', 'file={d},snapshot=off'], /no file of yours changes/],
    [['-drive', 'file=/dev/sda'], /option files/],
    [['-drive', 'file=disk.img,if=none'], /option files/],
    [['-cdrom', 'x.iso'], /option files/],
    [['-device', 'loader,file=blob.bin,addr=0'], /option files/],
    [['-drive', 'file={d},driver=vvfat'], /option files|no digest/],
    [['-device', 'vfio-pci,host=01:00.0'], /no digest/],
    [['-drive', 'if=none,file=nbd://x/y'], /option files|no digest/],
    [['disk.img'], /word alone is a disk/],
    [['-usb', 'disk.img'], /word alone is a disk/],
    [[''], /words of text/],
  ])('that would undo one are refused with the reason: %j', (args, why) => {
    expect(check(...args)).toThrow(why)
  })
})

it('names are replaced, with the commas of a path doubled inside a word, and other braces stay', () => {
  const values = { data: '/a,b', nonce: 'f00' }
  expect(replaceNames('file={data},if=none', values)).toBe('file=/a,,b,if=none')
  expect(replaceNames('{data}', values)).toBe('/a,b')
  expect(replaceNames('string={nonce},{other},{toString}', values)).toBe('string=f00,{other},{toString}')
})
