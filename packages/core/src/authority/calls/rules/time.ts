import { type CallRules, each, is, isNot, masked, maskedNot, oneOf, where } from '../rule.ts'

const monotonic = [1, 4, 6, 7, 9] // MONOTONIC, _RAW, _COARSE, BOOTTIME, BOOTTIME_ALARM
const realtime = [0, 5, 8, 11] // REALTIME, _COARSE, _ALARM, TAI
const own = [2, 3] // PROCESS_CPUTIME_ID, THREAD_CPUTIME_ID
/**
 * Negative numbers are clocks of any process or thread, but for those that end in 3: CLOCKFD, a clock behind a
 * descriptor.
 */
const kindOfNegative = 0x80000007
const ofProcesses = [0, 1, 2, 4, 5, 6].map((kind) => 0x80000000 + kind)

export const timeCalls = (): CallRules => ({
  ...each(
    'clock_gettime clock_getres',
    where(is(0, ...monotonic), 'clock.monotonic'),
    where(is(0, ...realtime), 'clock.realtime'),
    where(is(0, ...own), 'clock.cpu'),
    where(masked(0, kindOfNegative, ...ofProcesses), 'clock.cpu'),
    where([isNot(0, ...monotonic, ...realtime, ...own), maskedNot(0, kindOfNegative, ...ofProcesses)], 'device'),
  ),
  ...each('gettimeofday time', oneOf('clock.realtime')),
  ...each('getrusage times', oneOf('clock.cpu')),
  ...each('nanosleep clock_nanosleep alarm setitimer getitimer', oneOf('timer')),
  ...each('timer_create timer_settime timer_gettime timer_getoverrun timer_delete', oneOf('timer')),
  ...each('timerfd_create timerfd_settime timerfd_gettime', oneOf('timer')),
  ...each('settimeofday clock_settime adjtimex clock_adjtime', oneOf('time.set')),
})
