export { permutation } from './permutation.ts'
export { type RandomKey, type RandomStream, randomStream } from './random-stream.ts'
