export { type CompiledFunction, type CompileOptions, compile } from './compile.ts'
export { kernelsInUse } from './own-kernels.ts'
export { Session } from './session.ts'
