// `npm run build`: builds all packages under the pinned tools, unless nothing has changed.
import { build } from './setup/build.mjs'
import { script, step } from './setup/steps.mjs'
import { setUpToolchain } from './setup/workspace.mjs'

await script(async () => {
  await step('build', build(await setUpToolchain()))
  return 0
})
