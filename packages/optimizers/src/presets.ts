/** The hyper-parameters that were published, and which were not. */
import type { PdscaOptions } from './pdsca-settings.ts'
import type { PesgOptions } from './pesg.ts'
import type { SgdOptions } from './sgd.ts'

/** What was published for one optimizer. */
export interface Preset<Options> {
  /** Ready for the optimizer. */
  readonly options: Options
  /** The values that were tried; of a range its ends. */
  readonly tuned: { readonly [Name in keyof Options]?: readonly Options[Name][] }
  /** Options that the source leaves open: the values above, or else the defaults, are ours. */
  readonly notPublished: readonly (keyof Options)[]
}

/** What was published around the optimizers, by data set where it differs. */
export interface PublishedTraining {
  readonly batchSize: number | Readonly<Record<string, number>>
  readonly epochs: number | Readonly<Record<string, number>>
  /** For `stepDecay`, which scales all learning rates. */
  readonly schedule: { readonly milestones: readonly number[]; readonly factor: number }
}

/** The hyper-parameters of one source, for each optimizer that it trains with. */
export interface PaperPresets {
  readonly training: PublishedTraining
  readonly pdsca: Preset<PdscaOptions>
  readonly pesg: Preset<PesgOptions>
  readonly sgd: Preset<SgdOptions>
}

const schedule = { milestones: [0.5, 0.75], factor: 10 }

const benchmarks: PaperPresets = {
  training: { batchSize: 128, epochs: 100, schedule },
  pdsca: {
    options: {
      variant: 'algorithm1',
      learningRate: 0.1,
      innerLearningRate: 0.1,
      innerSteps: 1,
      innerAveraging: 0.9,
      gradientAveraging: 0.9,
      dual: 'gradient',
      scaling: 'none',
      hessian: 'ignore',
      weightDecay: 1e-4,
      margin: 1,
      alphaMin: 0,
    },
    tuned: { innerSteps: [1, 2, 3], innerAveraging: [0.1, 0.99], gradientAveraging: [0.1, 0.99] },
    notPublished: ['innerSteps', 'dualLearningRate', 'alphaMax', 'evaluateAt', 'clipValue'],
  },
  pesg: {
    options: { learningRate: 0.1, weightDecay: 1e-4, margin: 1, alphaMin: 0 },
    tuned: {},
    notPublished: ['mode', 'gradientAveraging', 'epochDecay', 'reference', 'alphaMax', 'clipValue'],
  },
  sgd: {
    options: { learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 },
    tuned: {},
    notPublished: ['momentum', 'clipValue'],
  },
}

const medical: PaperPresets = {
  training: {
    batchSize: { Melanoma: 32, CheXpert: 32, 'DDSM+': 32, PatchCam: 64 },
    epochs: { Melanoma: 12, CheXpert: 2, 'DDSM+': 5, PatchCam: 5 },
    schedule,
  },
  pdsca: {
    options: { ...benchmarks.pdsca.options, weightDecay: 1e-5 },
    tuned: { innerLearningRate: [0.1, 0.05, 0.01], innerSteps: [1, 2, 3] },
    notPublished: [
      ...benchmarks.pdsca.notPublished,
      'innerLearningRate',
      'innerAveraging',
      'gradientAveraging',
    ],
  },
  pesg: { ...benchmarks.pesg, options: { ...benchmarks.pesg.options, weightDecay: 1e-5 } },
  sgd: { ...benchmarks.sgd, options: { ...benchmarks.sgd.options, weightDecay: 1e-5 } },
}

/** Of LibAUC's code: the pull to the reference, the bound of gradients, and Ω. */
const libauc = {
  learningRate: 0.1,
  epochDecay: 2e-3,
  reference: 'zero',
  clipValue: 1,
  margin: 1,
  alphaMin: 0,
  alphaMax: 999,
} as const

/**
 * `paper` and `paperMedical`: Yuan, Guo, Chawla and Yang, Compositional training for end-to-end deep AUC maximization,
 * ICLR 2022, section 4 and appendix A, for CatvsDog, CIFAR10, CIFAR100 and STL10 and for the medical images. Averaging
 * weights around 0.9 were best; the best number of inner steps is not given. The baselines' optimizers are not named.
 *
 * `libauc`: the recipes for CIFAR10 at imratio 10 % that LibAUC ships, config_compositional_auc_Cifar10.yaml and
 * config_auc_Cifar10.yaml, on top of the defaults of its code. Call `updateReference` at the milestones. LibAUC draws the first
 * reference from N(0, 0.01²), whose mean stands here: `(_, { shape }) => tf.randomNormal(shape, 0, 0.01)` is its own.
 *
 * @example
 * const optimizer = pdsca({ ...presets.paper.pdsca.options, innerSteps: 2 })
 */
export const presets: {
  readonly paper: PaperPresets
  readonly paperMedical: PaperPresets
  readonly libauc: Omit<PaperPresets, 'sgd'>
} = {
  paper: benchmarks,
  paperMedical: medical,
  libauc: {
    training: { batchSize: 128, epochs: 100, schedule },
    pdsca: {
      options: {
        ...libauc,
        variant: 'libauc',
        innerLearningRate: 0.1,
        innerSteps: 1,
        innerAveraging: 0.9,
        gradientAveraging: 0.9,
        dual: 'closedForm',
        scaling: 'none',
        hessian: 'ignore',
        weightDecay: 1e-4,
      },
      tuned: {
        learningRate: [1e-4, 0.1],
        innerSteps: [1, 2, 4],
        innerAveraging: [0.9, 0.99, 0.999],
        gradientAveraging: [0.9, 0.99, 0.999],
        epochDecay: [0, 0.01],
        weightDecay: [0, 2e-4],
        margin: [0.6, 0.8, 1],
      },
      notPublished: [],
    },
    pesg: {
      options: { ...libauc, mode: 'sgd', gradientAveraging: 0.9, weightDecay: 1e-5 },
      tuned: {},
      notPublished: [],
    },
  },
}
