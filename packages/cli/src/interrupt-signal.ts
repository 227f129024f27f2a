/** Ctrl-C as an AbortSignal. */
import { InterruptedError } from './exit-code.ts'

/**
 * Aborted by the first Ctrl-C, so that what is under way can end in order; the second ends the process.
 *
 * @param message of the InterruptedError that is the signal's reason
 */
export function interruptSignal(message: string): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort(new InterruptedError(message)))
  return controller.signal
}
