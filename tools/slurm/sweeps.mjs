// The sweeps of the tests: small networks on images of 4 × 4 pixels.

const base = {
  data: { source: 'mnist', binarize: { positive: ['1'] }, validation: { fraction: 0.2 } },
  network: { name: 'mlp', hidden: [8] },
  method: { name: 'CE' },
  training: {
    batchSize: 4,
    positiveRate: 0.5,
    budget: { steps: 30 },
    evaluations: 3,
    checkpoint: { everySteps: 2 },
  },
}

/** @param {Record<string, { layers?: object[], grid?: object }>} arms by the name of the study and its column */
function profileOf(name, arms) {
  const studies = Object.entries(arms).map(([study, { layers = [], grid = {} }]) => ({
    name: study,
    description: 'for a test',
    tuningSeeds: [100],
    seeds: [0],
    arms: [{ study, row: 'tiny', column: study, layers: [base, ...layers], grid }],
  }))
  return { name, description: 'for a test', studies }
}

/** Five cells at once, and one that is known when two of them are over. */
export const waves = profileOf('waves', {
  long: {
    layers: [{ method: { name: 'CT', innerSteps: 1 } }, { training: { budget: { steps: 200 } } }],
  },
  tuned: { grid: { 'method.learningRate': [0.1, 0.0001] } },
  lost: { layers: [{ method: { name: 'AUCsc' } }] },
  // No image has this class.
  broken: { layers: [{ data: { binarize: { positive: ['7'] } } }] },
})

/** A single cell. */
export const single = profileOf('single', { only: {} })
