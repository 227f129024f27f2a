export { type CompiledFunction, type CompileOptions, compile } from './compile.ts'
export { Session } from './session.ts'
