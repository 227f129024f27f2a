export type { BackendName } from './load-backend.ts'
export type { NativeSettings, XlaSettings } from './native-settings.ts'
export { registerKernels } from './register-kernels.ts'
export { type SelectedBackend, selectBackend } from './select-backend.ts'
