/** Table 2: ablations of CT. */
import { type PaperTable, paperRows } from './paper-table.ts'

/** The paper tunes k for the first two columns; the last two have k = 1. */
export const table2: PaperTable = {
  number: 2,
  caption: 'Ablations of CT, test AUC: one batch or two (k tuned), inner averaging or none (k = 1)',
  source: 'Table 2, section 4.1; mean ± standard deviation over 3 runs',
  columns: ['S1 = S2', 'S1 ≠ S2', 'β0 = 1', 'β0 < 1'],
  rows: paperRows(
    'benchmark',
    `
  CATvsDOG 1%    0.784±0.007 0.789±0.008 0.765±0.005 0.769±0.007
  CATvsDOG 10%   0.941±0.002 0.946±0.002 0.937±0.004 0.939±0.004
  CATvsDOG 30%   0.975±0.001 0.977±0.001 0.971±0.002 0.975±0.006
  CIFAR10  1%    0.738±0.005 0.740±0.004 0.724±0.006 0.725±0.011
  CIFAR10  10%   0.931±0.002 0.935±0.001 0.928±0.004 0.929±0.002
  CIFAR10  30%   0.959±0.000 0.964±0.001 0.957±0.001 0.960±0.001
  STL10    1%    0.671±0.007 0.681±0.005 0.663±0.012 0.666±0.006
  STL10    10%   0.820±0.025 0.839±0.004 0.819±0.018 0.832±0.008
  STL10    30%   0.902±0.003 0.907±0.001 0.895±0.004 0.900±0.002
  CIFAR100 1%    0.608±0.004 0.609±0.002 0.590±0.014 0.598±0.002
  CIFAR100 10%   0.709±0.002 0.725±0.000 0.714±0.004 0.714±0.003
  CIFAR100 30%   0.788±0.005 0.809±0.002 0.791±0.004 0.801±0.001
`,
  ),
}
