export { type Booted, boot } from './image.ts'
export { type Finished, nonce, type Running, runToEnd, start } from './run.ts'
export { temporaryDirectory } from './temporary-directory.ts'
export { cpusHere, type Record, recordsOf, reframed, transcriptOf } from './transcript.ts'
