/** Table 5: equal time. */
import { type PaperTable, paperRows } from './paper-table.ts'

export const table5: PaperTable = {
  number: 5,
  caption: 'Test AUC after equal training time',
  source: 'Table 5, appendix A.5; the best on the test set within 1000 s, one run',
  columns: ['CT (AUC)', 'CE', 'AUC', 'AUC-CE', 'TS-DRW', 'TS-DEC'],
  rows: paperRows(
    'benchmark',
    `
  CATvsDOG 10%   0.944 0.925 0.915 0.943 0.917 0.917
  CIFAR10  10%   0.936 0.900 0.905 0.928 0.897 0.898
  STL10    10%   0.837 0.815 0.783 0.829 0.816 0.815
  CIFAR100 10%   0.724 0.691 0.701 0.718 0.696 0.696
`,
  ),
}
