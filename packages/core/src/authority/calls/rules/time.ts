import { type CallRules, each, is, isNot, oneOf, where } from '../rule.ts'

const monotonic = [1, 4, 6, 7, 9] // MONOTONIC, _RAW, _COARSE, BOOTTIME, BOOTTIME_ALARM
const realtime = [0, 5, 8, 11] // REALTIME, _COARSE, _ALARM, TAI

export const timeCalls: CallRules = {
  ...each(
    'clock_gettime clock_getres',
    where(is(0, ...monotonic), 'clock.monotonic'),
    where(is(0, ...realtime), 'clock.realtime'),
    where(isNot(0, ...monotonic, ...realtime), 'clock.cpu'),
  ),
  ...each('gettimeofday time', oneOf('clock.realtime')),
  ...each('getrusage times', oneOf('clock.cpu')),
  ...each('nanosleep clock_nanosleep alarm setitimer getitimer', oneOf('timer')),
  ...each('timer_create timer_settime timer_gettime timer_getoverrun timer_delete', oneOf('timer')),
  ...each('timerfd_create timerfd_settime timerfd_gettime', oneOf('timer')),
  ...each('settimeofday clock_settime adjtimex clock_adjtime', oneOf('time.set')),
}
