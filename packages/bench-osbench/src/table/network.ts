import type { network } from '../intents/network.ts'
import type { Row } from './cell.ts'
import { alone, noSystem, notApplicable, onLinux, outOfScope } from './cells.ts'

/** capOS reaches a peer on the host; loopback has not been shown. */
const hostPeer = (mechanism: string) =>
  alone('tcp_hostfwd', mechanism, {
    requires: ['tcp'],
    conditions: ['fixture_only'],
    differs: ['The peer is a process of the host behind a forwarded port: a network, not loopback.'],
  })

export const networkRows = {
  'tcp.rtt': {
    ...onLinux('tcp_loopback', 'write(2) and read(2) over 127.0.0.1, TCP_NODELAY', ['net.loopback', 'process.spawn']),
    bare: noSystem.network,
    capos: hostPeer('TcpSocket send and receive'),
  },
  'tcp.connect': {
    ...onLinux('tcp_loopback', 'connect(2) and accept(2) over 127.0.0.1, close(2) with SO_LINGER 0', ['net.loopback']),
    bare: noSystem.network,
    capos: hostPeer('TcpListener accepts, the peer resets'),
  },
  'tcp.bw': {
    ...onLinux('tcp_loopback', 'write(2) and read(2) of 64 KiB over 127.0.0.1', ['net.loopback', 'process.spawn']),
    bare: noSystem.network,
    capos: hostPeer('TcpSocket send in chunks'),
  },
  'udp.rtt': {
    ...onLinux('udp_loopback', 'send(2) and recv(2) over 127.0.0.1', ['net.loopback', 'process.spawn']),
    bare: noSystem.network,
    capos: notApplicable('no_subsystem', 'udp', 'there is no socket for datagrams'),
  },
  'rpc.rtt': outOfScope('Measures a library that no system here comes with.'),
  'http.get': outOfScope('Measures a server; request load is a benchmark of its own.'),
} as const satisfies { readonly [Id in keyof typeof network]: Row }
