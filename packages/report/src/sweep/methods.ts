/** The methods in the order of the tables. */
import type { MethodName } from './sweep-results.ts'

export const methods: readonly MethodName[] = ['CE', 'AUCsc', 'AUC-CE', 'TS-DRW', 'TS-DEC', 'CT']

/** What CT is compared with. */
export const baselines: readonly MethodName[] = methods.filter((method) => method !== 'CT')
