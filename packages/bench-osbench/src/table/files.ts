import type { files } from '../intents/files.ts'
import type { Row } from './cell.ts'
import { alone, linux, noSystem, notApplicable, onLinux, outOfScope } from './cells.ts'

/** Files of capOS exist as proofs of their authors; a result says so, and enters no ratio. */
const proof = (label: string, mechanism: string, subsystem: 'directory' | 'file' | 'store') =>
  alone(label, mechanism, {
    requires: ['ring', subsystem],
    conditions: ['fixture_only', 'memory_backed'],
    differs: ['What stores the bytes is memory or a test device, behind a feature of the build.'],
  })

export const fileRows = {
  stat: {
    ...onLinux('stat', 'stat(2) of a file on a memory file system', ['file']),
    bare: noSystem.file,
    capos: proof('file_stat', 'Directory.open, File.stat, CAP_OP_RELEASE', 'directory'),
  },
  fstat: {
    ...onLinux('fstat', 'fstat(2)', ['file']),
    bare: noSystem.file,
    capos: proof('file_cap_stat', 'File.stat', 'file'),
  },
  open_close: {
    ...onLinux('open_close', 'open(2), close(2)', ['file']),
    bare: noSystem.file,
    capos: proof('dir_cap_open', 'Directory.open, CAP_OP_RELEASE', 'directory'),
  },
  'file.reread': {
    ...onLinux('read_page_cache', 'read(2) in chunks of 64 KiB', ['file']),
    bare: noSystem.file,
    capos: proof('file_cap_read', 'File.read', 'file'),
  },
  'file.store_get': {
    ...linux(notApplicable('no_semantics', 'content_addressed', 'files are named, not found by digest')),
    bare: noSystem.file,
    capos: proof('store_get', 'Store.get', 'store'),
  },
  'file.mmap_read': {
    ...linux(
      notApplicable('no_workload', 'program', 'nobody has written it; vm.fault_file has the cost that mapping adds'),
    ),
    bare: noSystem.file,
    capos: notApplicable('no_subsystem', 'file_mapping', 'a file cannot be mapped'),
  },
  'file.rewrite': {
    ...onLinux('pwrite_page_cache', 'pwrite(2) in chunks of 64 KiB', ['file']),
    bare: noSystem.file,
    capos: proof('file_cap_write', 'File.write', 'file'),
  },
  'fs.create': {
    ...onLinux('create_unlink', 'open(2) with O_CREAT, write(2), close(2), unlink(2)', ['file']),
    bare: noSystem.file,
    capos: proof('dir_cap_create', 'Directory create, File.write, CAP_OP_RELEASE, Directory remove', 'directory'),
  },
  'disk.io': outOfScope('Measures a device; a benchmark of storage with verified writes is one of its own.'),
} as const satisfies { readonly [Id in keyof typeof files]: Row }
