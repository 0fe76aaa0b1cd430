import { type CallRules, each, oneOf } from '../rule.ts'

export const systemCalls = (): CallRules => ({
  ...each('getrandom', oneOf('random')),
  ...each('uname sysinfo syslog sysfs statmount listmount lsm_get_self_attr lsm_list_modules', oneOf('system.info')),
  ...each('iopl ioperm swapon swapoff quotactl quotactl_fd vhangup', oneOf('device')),
  ...each('reboot kexec_load kexec_file_load', oneOf('power')),
  ...each('init_module finit_module delete_module', oneOf('module')),
  ...each('mount umount2 pivot_root chroot fsopen fsconfig fsmount fspick open_tree open_tree_attr', oneOf('mount')),
  ...each('move_mount mount_setattr open_by_handle_at', oneOf('mount')),
  ...each('bpf', oneOf('bpf')),
  ...each('io_uring_setup io_uring_enter io_uring_register', oneOf('io.uring')),
  ...each('add_key request_key keyctl', oneOf('keys')),
  ...each('seccomp personality landlock_create_ruleset landlock_add_rule', oneOf('posture.change')),
  ...each('landlock_restrict_self lsm_set_self_attr', oneOf('posture.change')),
  // They have a number, and no kernel of today does anything for it.
  ...each('create_module get_kernel_syms query_module', oneOf('module')),
  ...each('_sysctl nfsservctl getpmsg putpmsg afs_syscall tuxcall security vserver', oneOf('device')),
  ...each('epoll_ctl_old epoll_wait_old', oneOf('ipc.event')),
})
