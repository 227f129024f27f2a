export type { BackendName } from './load-backend.ts'
export { registerKernels } from './register-kernels.ts'
export { type SelectedBackend, selectBackend } from './select-backend.ts'
