/** Finds the line of the user's code that is running. */
import { fileURLToPath } from 'node:url'

const ownFolder = fileURLToPath(new URL('..', import.meta.url))
const foreign = ['node_modules', '(node:', ' node:', '<anonymous>', ownFolder]

/** The innermost line of code outside of this package and of node_modules, as `file:line:column`. */
export function userLine(): string {
  const { stackTraceLimit } = Error
  // A gradient runs dozens of frames below the line that asked for it.
  Error.stackTraceLimit = Number.POSITIVE_INFINITY
  const { stack = '' } = new Error()
  Error.stackTraceLimit = stackTraceLimit
  const frame = stack
    .split('\n')
    .slice(1)
    .find((line) => !foreign.some((part) => line.includes(part)))
  return frame?.replace(/^ *at (.*\()?|\)$/g, '') ?? 'an unknown line'
}
