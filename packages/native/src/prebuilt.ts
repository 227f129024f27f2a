/** Builds the binding and the kernels that the published package carries, before it is packed: npm run prebuilt. */
import { join } from 'node:path'
import { bindingName, PREBUILT_FOLDER } from './binding.ts'
import { buildBinding, findCxx } from './build-binding.ts'
import { buildKernels } from './build-kernels.ts'
import { kernelsName } from './kernels.ts'
import { DEFAULT_TENSORFLOW } from './known-wheels.ts'
import { ensureLibrary } from './library.ts'
import { findTfjsPackage } from './tfjs-package.ts'

const target = findTfjsPackage('cpu')
if (target === undefined) throw new Error('@tensorflow/tfjs-node is missing: npm ci')
const library = await ensureLibrary({
  tensorflow: DEFAULT_TENSORFLOW,
  variant: 'cpu',
  force: false,
  log: console.log,
})
const file = join(PREBUILT_FOLDER, bindingName(target, DEFAULT_TENSORFLOW))
await buildBinding(target, library, file)
console.log(file)
const kernels = join(PREBUILT_FOLDER, kernelsName())
await buildKernels(findCxx(), library.folder, kernels)
console.log(kernels)
