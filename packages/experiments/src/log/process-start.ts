/** When a process began, to tell it from a later one with the same number. */
import { readFileSync } from 'node:fs'

/**
 * @returns clock ticks since the machine's start; 'unknown' where the system does not tell (it is Linux that does);
 * undefined if there is no such process, or it has ended and its parent has not noticed
 */
export function processStart(id: number): string | undefined {
  if (!exists(id)) return undefined
  try {
    const status = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The program's name, in parentheses, may hold anything; after it come the fields from the third on.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return 'unknown'
  }
}

function exists(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (cause) {
    // A process of another user, which must not be signalled.
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
