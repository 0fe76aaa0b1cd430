import type { NumberRuns } from './runs.ts'

/** Generated from the headers of the kernel by scripts/generate-call-numbers.ts: do not edit. */
export const x32: NumberRuns = {
  512: `rt_sigaction rt_sigreturn ioctl readv writev recvfrom sendmsg recvmsg execve ptrace rt_sigpending
    rt_sigtimedwait rt_sigqueueinfo sigaltstack timer_create mq_notify kexec_load waitid set_robust_list
    get_robust_list vmsplice move_pages preadv pwritev rt_tgsigqueueinfo recvmmsg sendmmsg process_vm_readv
    process_vm_writev setsockopt getsockopt io_setup io_submit execveat preadv2 pwritev2`,
}
