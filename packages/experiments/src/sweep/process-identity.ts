/** Names a process, so that others on the same machine can tell whether it lives. */
import { processStart } from '../log/process-start.ts'

export interface ProcessIdentity {
  readonly pid: number
  /** Tells processes apart that had the same number one after the other. */
  readonly start: string
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, start: processStart(pid) ?? 'ended' }
}

/** @param process of this machine */
export function isAlive({ pid, start }: ProcessIdentity): boolean {
  return processStart(pid) === start
}
