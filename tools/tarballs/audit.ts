/** What the registry knows against packages that users install. */
import { attempt, type RunOptions } from '../release/run.ts'
import { accepted } from './allowed.ts'

/** High and critical findings, or why there is no answer. */
export type Audit =
  | { readonly findings: readonly string[]; readonly accepted: readonly string[] }
  | { readonly unreachable: string }

interface Advisory {
  readonly name: string
  readonly title: string
  readonly url: string
  readonly severity: string
}

interface Answer {
  readonly message?: string
  readonly error?: { readonly summary: string }
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly via: readonly (string | Advisory)[] }>
  >
}

/** Asks about everything in the lock file of a project. */
export function audit(options: RunOptions): Audit {
  const { stdout } = attempt(['npm', 'audit', '--omit=dev', '--json'], options)
  const { message, error, vulnerabilities }: Answer = JSON.parse(stdout)
  if (vulnerabilities === undefined)
    return { unreachable: message ?? error?.summary ?? 'an answer without content' }
  // A name in `via` says where it comes from; an object is the advisory itself.
  const advisories = Object.values(vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((entry) => typeof entry === 'object')
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
  const line = ({ name, severity, title, url }: Advisory) => `${name}, ${severity}: ${title} ${url}`
  return {
    findings: advisories.filter(({ name }) => !(name in accepted)).map(line),
    accepted: advisories.filter(({ name }) => name in accepted).map(line),
  }
}
