export type { SafetensorsArrays, SafetensorsDtype } from './dtypes.ts'
export type { SafetensorsEntry } from './layout.ts'
export {
  type ByteSource,
  type OpenedSafetensors,
  openSafetensors,
} from './open-safetensors.ts'
export { readSafetensors, type SafetensorsContent } from './read-safetensors.ts'
export { SafetensorsError, type SafetensorsErrorOptions } from './safetensors-error.ts'
export type { SafetensorsTensor } from './tensor.ts'
export { toFloat32 } from './to-float32.ts'
export { safetensorsParts, writeSafetensors } from './write-safetensors.ts'
