import { adam, adamW, decayWeightsOnly, type Optimizer, pdsca, pesg, sgd } from '../src/index.ts'
import { conformance } from './conformance.ts'

// What every optimizer keeps, under every option that adds to its state or its step.
const plain: Record<string, () => Optimizer> = {
  sgd: () => sgd(),
  'sgd, everything': () =>
    sgd({ momentum: 0.9, weightDecay: decayWeightsOnly(0.1), clipValue: 0.1, clipNorm: 0.1 }),
  adam: () => adam(),
  'adam, everything': () => adam({ weightDecay: 0.1, amsgrad: true, clipNorm: 0.1 }),
  adamW: () => adamW({ weightDecay: decayWeightsOnly(0.1) }),
}
const saddle: Record<string, () => Optimizer> = {
  pesg: () => pesg(),
  'pesg, everything': () => pesg({ epochDecay: 0.1, reference: 'zero', clipValue: 0.1 }),
  'pesg, adam': () => pesg({ mode: 'adam', amsgrad: true, epochDecay: 0.1 }),
}
for (const variant of ['algorithm1', 'libauc'] as const) {
  const epochDecay = variant === 'libauc' ? { epochDecay: 0.1 } : {}
  saddle[variant] = () => pdsca({ variant })
  for (const scaling of ['adam', 'amsgrad', 'adabound'] as const)
    saddle[`${variant}, ${scaling}`] = () => pdsca({ variant, scaling, learningRate: 0.01 })
  for (const dual of ['gradient', 'closedForm'] as const)
    saddle[`${variant}, ${dual} dual, Hessian, k = 2`] = () =>
      pdsca({ variant, dual, hessian: 'finite-difference', innerSteps: 2 })
  saddle[`${variant}, everything`] = () =>
    pdsca({
      ...epochDecay,
      variant,
      scaling: 'amsgrad',
      learningRate: 0.01,
      innerSteps: 3,
      hessian: 'finite-difference',
      weightDecay: decayWeightsOnly(0.1),
      clipValue: 0.1,
      clipNorm: 0.1,
      evaluateAt: 'innerPoint',
    })
}

for (const [name, create] of Object.entries(plain)) conformance(name, create, 'cross-entropy')
for (const [name, create] of Object.entries(saddle)) conformance(name, create, 'auc')
