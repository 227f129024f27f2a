/** Finds the line of the user's code that is running. */
import { fileURLToPath } from 'node:url'

const ownFolder = fileURLToPath(new URL('..', import.meta.url))
const foreign = ['node_modules', '(node:', ' node:', '<anonymous>', ownFolder]

interface UserCode {
  /** The innermost line outside of this package and of node_modules, as `file:line:column`. */
  readonly line: string
  /** What this line has called, such as `gather`; undefined where that has no name. */
  readonly call?: string
}

export function userCode(): UserCode {
  const { stackTraceLimit } = Error
  // A gradient runs dozens of frames below the line that asked for it.
  Error.stackTraceLimit = Number.POSITIVE_INFINITY
  const { stack = '' } = new Error()
  Error.stackTraceLimit = stackTraceLimit
  const frames = stack.split('\n').slice(1)
  const at = frames.findIndex((frame) => !foreign.some((part) => frame.includes(part)))
  const line = frames[at]?.replace(/^ *at (.*\()?|\)$/g, '') ?? 'an unknown line'
  const call = functionOf(frames[at - 1] ?? '')
  return { line, ...(call !== undefined && { call }) }
}

/** `gather` of `    at Proxy.gather__op (file:1:2)`. */
function functionOf(frame: string): string | undefined {
  const [, name] = /^ *at (?:async |new )?([\w.]+?)(?:__op|_)?(?: \[.*\])? \(/.exec(frame) ?? []
  return name?.replace(/^(?!Math\.).*\./, '')
}
