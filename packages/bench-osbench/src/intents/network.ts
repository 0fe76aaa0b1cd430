import { bandwidth, type Intent, latency } from './intent.ts'

/** What goes through a network stack, over loopback. */
export const network = {
  'tcp.rtt': {
    ...latency,
    lineage: { lmbench: ['lat_tcp'] },
    times: 'A message of 8 bytes and its answer over a TCP connection.',
    requires: ['net.loopback', 'process.spawn'],
    authority: ['cpu', 'net.loopback', 'process.spawn', 'sched.affinity'],
    variants: { 'tcp.rtt.same_cpu': 'full', 'tcp.rtt.diff_cpu': 'full' },
  },
  'tcp.connect': {
    ...latency,
    lineage: { lmbench: ['lat_connect'] },
    times: 'Open a TCP connection and reset it.',
    requires: ['net.loopback'],
    authority: ['cpu', 'net.loopback'],
    variants: { 'tcp.connect': 'quick' },
  },
  'tcp.bw': {
    ...bandwidth,
    lineage: { lmbench: ['bw_tcp'] },
    times: 'A stream over a TCP connection, in chunks of 64 KiB.',
    requires: ['net.loopback', 'process.spawn'],
    authority: ['cpu', 'net.loopback', 'process.spawn', 'sched.affinity'],
    variants: { 'tcp.bw.same_cpu': 'full', 'tcp.bw.diff_cpu': 'full' },
  },
  'udp.rtt': {
    ...latency,
    lineage: { lmbench: ['lat_udp'] },
    times: 'A datagram of 8 bytes and its answer; none may be lost.',
    requires: ['net.loopback', 'process.spawn'],
    authority: ['cpu', 'net.loopback', 'process.spawn', 'sched.affinity'],
    variants: { 'udp.rtt.same_cpu': 'full', 'udp.rtt.diff_cpu': 'full' },
  },
  'rpc.rtt': {
    ...latency,
    lineage: { lmbench: ['lat_rpc'] },
    times: 'A remote procedure call over the network.',
    requires: ['net.loopback'],
    authority: ['cpu', 'net.loopback', 'process.spawn'],
    variants: { 'rpc.rtt.same_cpu': 'none', 'rpc.rtt.diff_cpu': 'none' },
  },
  'http.get': {
    ...latency,
    lineage: { lmbench: ['lat_http'] },
    times: 'Get a document over HTTP.',
    requires: ['net.loopback'],
    authority: ['cpu', 'net.loopback', 'process.spawn'],
    variants: { 'http.get.same_cpu': 'none', 'http.get.diff_cpu': 'none' },
  },
} as const satisfies { readonly [id: string]: Intent }
