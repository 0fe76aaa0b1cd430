import { bandwidth, type Intent, latency } from './intent.ts'

/** What goes through a network stack, over loopback. */
export const network = {
  'tcp.rtt': {
    ...latency,
    lineage: { lmbench: ['lat_tcp'] },
    times: 'A message of 8 bytes and its answer over a TCP connection.',
    flow: 'pair',
    requires: ['net.loopback', 'process.spawn'],
    authority: ['cpu', 'net.loopback', 'process.spawn', 'sched.affinity'],
    variants: { 'tcp.rtt': 'full' },
  },
  'tcp.connect': {
    ...latency,
    lineage: { lmbench: ['lat_connect'] },
    times: 'Open a TCP connection and reset it.',
    flow: 'one',
    requires: ['net.loopback'],
    authority: ['cpu', 'net.loopback'],
    variants: { 'tcp.connect': 'quick' },
  },
  'tcp.bw': {
    ...bandwidth,
    lineage: { lmbench: ['bw_tcp'] },
    times: 'A stream over a TCP connection, in chunks of 64 KiB.',
    flow: 'pair',
    requires: ['net.loopback', 'process.spawn'],
    authority: ['cpu', 'net.loopback', 'process.spawn', 'sched.affinity'],
    variants: { 'tcp.bw': 'full' },
  },
  'udp.rtt': {
    ...latency,
    lineage: { lmbench: ['lat_udp'] },
    times: 'A datagram of 8 bytes and its answer; none may be lost.',
    flow: 'pair',
    requires: ['net.loopback', 'process.spawn'],
    authority: ['cpu', 'net.loopback', 'process.spawn', 'sched.affinity'],
    variants: { 'udp.rtt': 'full' },
  },
  'rpc.rtt': {
    ...latency,
    lineage: { lmbench: ['lat_rpc'] },
    times: 'A remote procedure call over the network.',
    flow: 'pair',
    requires: ['net.loopback'],
    authority: ['cpu', 'net.loopback', 'process.spawn'],
    variants: { 'rpc.rtt': 'none' },
  },
  'http.get': {
    ...latency,
    lineage: { lmbench: ['lat_http'] },
    times: 'Get a document over HTTP.',
    flow: 'pair',
    requires: ['net.loopback'],
    authority: ['cpu', 'net.loopback', 'process.spawn'],
    variants: { 'http.get': 'none' },
  },
} as const satisfies { readonly [id: string]: Intent }
