/** Ctrl-C and the signals of schedulers as an AbortSignal. */

/** Exit codes; 75 asks a scheduler to run the same command again. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGUSR2: 75 } as const

type Signal = keyof typeof codes

/** Stopped from outside. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
  readonly exitCode: number

  constructor(message: string, signal: Signal) {
    super(message)
    this.exitCode = codes[signal]
  }
}

/**
 * Aborted by the first SIGINT, SIGTERM or SIGUSR2, so that what is under way can end in order; a second one ends the process.
 *
 * @param message of the InterruptedError that is the signal's reason
 */
export function interruptSignal(message: string): AbortSignal {
  return signalled(message, (name) => process.exit(codes[name]))
}

/** The same where nobody gets impatient: schedulers signal a process directly and through its parents. */
export function patientSignal(message: string): AbortSignal {
  return signalled(message, () => {})
}

function signalled(message: string, onSecond: (name: Signal) => void): AbortSignal {
  const controller = new AbortController()
  const stop = (name: Signal) => {
    if (controller.signal.aborted) return onSecond(name)
    controller.abort(new InterruptedError(message, name))
  }
  for (const name of Object.keys(codes)) process.on(name, stop)
  return controller.signal
}
