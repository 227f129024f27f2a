/** The methods by the names of the paper's tables, with the settings of a comparison. */
import { aucCe, aucSc, ce, ct, type Method, tsDec, tsDrw } from '@deepauc/trainer'

export type MethodName = 'CE' | 'AUCsc' | 'AUC-CE' | 'TS-DRW' | 'TS-DEC' | 'CT' | 'CT-algorithm1'

// The paper's 0.1 is for 100 epochs; with momentum it is too much for the few epochs of a comparison.
const crossEntropy = { learningRate: 0.02 }

// At CT's rates of 0.1 it hardly learns: docs/results/both-variants.md.
const algorithm1 = { variant: 'algorithm1', learningRate: 0.03, innerLearningRate: 0.03 } as const

const methods: Readonly<Record<MethodName, () => Method>> = {
  CE: () => ce(crossEntropy),
  AUCsc: aucSc,
  'AUC-CE': aucCe,
  'TS-DRW': () => tsDrw({ first: crossEntropy }),
  'TS-DEC': () => tsDec({ first: crossEntropy }),
  CT: ct,
  'CT-algorithm1': () => ({ ...ct(algorithm1), name: 'CT-algorithm1' }),
}

export const methodNames: readonly MethodName[] = Object.keys(methods) as MethodName[]

/**
 * The method called `name`, in any case.
 *
 * @throws RangeError that lists the methods
 */
export function methodCalled(name: string): Method {
  const found = methodNames.find((known) => known.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return methods[found]()
  throw new RangeError(`there is no method "${name}"; the methods are ${methodNames.join(', ')}`)
}
