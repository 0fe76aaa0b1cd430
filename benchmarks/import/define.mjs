import { defineNoop } from './noop.mjs'

defineNoop(await import('@capbench/core'))
