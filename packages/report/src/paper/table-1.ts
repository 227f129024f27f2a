/** Tables 1 and 4: test AUC of six methods. */
import { type PaperTable, paperRows } from './paper-table.ts'

const benchmarks = paperRows(
  'benchmark',
  `
  CATvsDOG 1%    0.742±0.003 0.753±0.003 0.770±0.007 0.750±0.009 0.754±0.010 0.789±0.008
  CATvsDOG 10%   0.917±0.006 0.915±0.002 0.939±0.004 0.914±0.003 0.918±0.003 0.946±0.002
  CATvsDOG 30%   0.957±0.001 0.964±0.003 0.974±0.003 0.961±0.001 0.963±0.001 0.977±0.001
  CIFAR10  1%    0.689±0.003 0.728±0.002 0.735±0.003 0.708±0.002 0.707±0.002 0.739±0.004
  CIFAR10  10%   0.901±0.002 0.905±0.002 0.928±0.001 0.896±0.002 0.897±0.002 0.935±0.001
  CIFAR10  30%   0.944±0.001 0.946±0.001 0.957±0.001 0.946±0.003 0.944±0.001 0.964±0.001
  STL10    1%    0.655±0.005 0.665±0.005 0.668±0.007 0.655±0.004 0.661±0.002 0.673±0.010
  STL10    10%   0.819±0.004 0.805±0.017 0.836±0.006 0.803±0.013 0.816±0.007 0.837±0.006
  STL10    30%   0.885±0.004 0.887±0.007 0.905±0.001 0.887±0.002 0.882±0.007 0.906±0.001
  CIFAR100 1%    0.586±0.001 0.606±0.004 0.605±0.004 0.588±0.003 0.587±0.001 0.609±0.002
  CIFAR100 10%   0.691±0.005 0.705±0.003 0.716±0.003 0.691±0.004 0.692±0.003 0.725±0.001
  CIFAR100 30%   0.758±0.004 0.779±0.003 0.795±0.001 0.762±0.001 0.762±0.002 0.809±0.002
`,
)

const medical = paperRows(
  'medical',
  `
  Melanoma 1.76% 0.879±0.008 0.868±0.006 0.880±0.005 0.878±0.007 0.877±0.005 0.900±0.002
  CheXpert -     0.892±0.001 0.899±0.002 0.902±0.002 0.900±0.002 0.897±0.001 0.909±0.003
  DDSM+    13%   0.949±0.001 0.929±0.001 0.957±0.001 0.942±0.003 0.941±0.001 0.981±0.001
  PatchCam 1%    0.869±0.007 0.868±0.006 0.868±0.005 0.867±0.006 0.869±0.009 0.891±0.003
`,
)

export const table1: PaperTable = {
  number: 1,
  caption: 'Test AUC of six methods',
  source: 'Table 1, section 4; mean ± standard deviation over 3 runs',
  columns: ['CE', 'AUCsc', 'AUC-CE', 'TS-DRW', 'TS-DEC', 'CT (AUC)'],
  rows: [...benchmarks, ...medical],
}

/** The paper prints it again, with a row for each method. */
export const table4: PaperTable = {
  number: 4,
  caption: 'Test AUC on the medical data sets',
  source: 'Table 4, appendix A.3; mean ± standard deviation over 3 runs',
  columns: ['CE', 'AUC', 'AUC-CE', 'TS-DRW', 'TS-DEC', 'CT (AUC)'],
  rows: medical,
}
