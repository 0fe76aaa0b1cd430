import { type CallRules, each, hasBit, masked, oneOf, where } from '../rule.ts'

const accessMode = 3
/** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_TMPFILE: the same on every architecture here. */
const writes = 0o20001103
/** The mode of a new node that is a device. */
const devices = [0o020000, 0o060000]
const kindOfNode = 0o170000

const opens = (flags: 1 | 2) => [
  where(masked(flags, accessMode, 0, 2, 3), 'file.read'),
  where(hasBit(flags, writes), 'file.write'),
]

export const fileCalls = (): CallRules => ({
  open: { needs: opens(1) },
  openat: { needs: opens(2) },
  // Its flags lie in memory.
  openat2: { needs: [oneOf('file.read'), oneOf('file.write')] },
  creat: { needs: [oneOf('file.write')] },
  ...each('stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat', oneOf('file.read')),
  ...each('getdents getdents64 getcwd chdir fchdir statfs fstatfs ustat', oneOf('file.read')),
  ...each('pread64 preadv preadv2 sendfile readahead fadvise64 cachestat name_to_handle_at', oneOf('file.read')),
  ...each('getxattr lgetxattr fgetxattr getxattrat listxattr llistxattr flistxattr listxattrat', oneOf('file.read')),
  ...each('inotify_init inotify_init1 inotify_add_watch inotify_rm_watch file_getattr', oneOf('file.read')),
  ...each('flock', oneOf('file.read', 'file.write')),
  ...each('pwrite64 pwritev pwritev2 truncate', oneOf('file.write')),
  ...each('ftruncate fallocate', oneOf('file.write', 'memory.share')),
  ...each('fsync fdatasync sync syncfs sync_file_range umask', oneOf('file.write')),
  ...each('mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2', oneOf('file.write')),
  ...each('link linkat symlink symlinkat', oneOf('file.write')),
  ...each('chmod fchmod fchmodat fchmodat2 chown lchown fchown fchownat', oneOf('file.write')),
  ...each('utime utimes futimesat utimensat', oneOf('file.write')),
  ...each('setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr', oneOf('file.write')),
  ...each('fremovexattr removexattrat file_setattr', oneOf('file.write')),
  mknod: { needs: [oneOf('file.write'), where(masked(1, kindOfNode, ...devices), 'device')] },
  mknodat: { needs: [oneOf('file.write'), where(masked(2, kindOfNode, ...devices), 'device')] },
  ...each('copy_file_range', oneOf('file.read'), oneOf('file.write')),
  // Reads and writes that lie in memory; they use descriptors that are open already.
  ...each('io_setup io_destroy io_submit io_cancel io_getevents', oneOf('file.read'), oneOf('file.write')),
  ...each('io_pgetevents', oneOf('file.read'), oneOf('file.write')),
})
