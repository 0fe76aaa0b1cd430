import { launch } from '../../src/process/launch.ts'

/** A program that uses the SDK: starts a sleeper, says its pid, then ends in the way its argument names. */
const sleeper = await launch({ file: 'sleep', args: ['60'] })
// The wrappers must be through before the death signal is in force.
const grown = await launch({ file: 'sleep', args: ['0.2'] })
await grown.exit
console.log(sleeper.pid)
switch (process.argv[2]) {
  case 'exit':
    setTimeout(() => process.exit(4), 200)
    break
  case 'throw':
    setTimeout(() => {
      throw new Error('on purpose')
    }, 200)
    break
  case 'listen':
    process.on('SIGINT', () => setTimeout(() => process.exit(9), 100))
    break
  default:
    await sleeper.exit
}
