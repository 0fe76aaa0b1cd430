import { nativeHost } from '../../src/native/native-host.ts'
import { prepared, recording, requestFor } from './recording.ts'

/** A program that uses the SDK: runs a hanging program natively and says when it is up. */
const target = await prepared(nativeHost())
const { sink, records } = recording()
const running = target.execute(
  requestFor('bad', ['hang'], { nonce: process.argv[2] ?? '' }),
  sink,
  new AbortController().signal,
)
while (records('records').length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
console.log('up')
await running
