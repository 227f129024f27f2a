import { expect, test } from 'vitest'
import { paperTables } from '../src/index.ts'

const { table1, table2, table3, table4, table5, contradictions } = paperTables

// Sums of the columns of the paper's text in thousandths: means, then standard deviations.
test.each([
  [table1, 16, [13133, 13222, 13435, 13148, 13167, 13590], [56, 67, 54, 65, 57, 48]],
  [table2, 12, [9826, 9921, 9754, 9808], [63, 31, 78, 53]],
  [table4, 4, [3589, 3564, 3607, 3587, 3584, 3681], [17, 15, 13, 18, 16, 9]],
  [table5, 4, [3441, 3331, 3304, 3418, 3326, 3326], undefined],
] as const)('Table $0.number has all rows and columns', (table, rows, means, deviations) => {
  expect(table.rows).toHaveLength(rows)
  for (const { scores } of table.rows) expect(scores).toHaveLength(table.columns.length)
  const sums = (name: 'mean' | 'standardDeviation') =>
    table.columns.map((_, j) =>
      Math.round(1000 * table.rows.reduce((sum, row) => sum + row.scores[j]![name]!, 0)),
    )
  expect(sums('mean')).toEqual(means)
  if (deviations) expect(sums('standardDeviation')).toEqual(deviations)
  else for (const row of table.rows) expect(row.scores[0]).not.toHaveProperty('standardDeviation')
})

const score = (
  table: typeof table1,
  dataset: string,
  imratio: number | undefined,
  column: string,
) =>
  table.rows.find((row) => row.dataset === dataset && row.imratio === imratio)!.scores[
    table.columns.indexOf(column)
  ]

test.each([
  [table1, 'STL10', 0.1, 'AUCsc', 0.805, 0.017],
  [table1, 'CIFAR10', 0.1, 'CT (AUC)', 0.935, 0.001],
  [table1, 'CIFAR100', 0.01, 'AUC-CE', 0.605, 0.004],
  [table1, 'Melanoma', 0.0176, 'CT (AUC)', 0.9, 0.002],
  [table1, 'CheXpert', undefined, 'AUC-CE', 0.902, 0.002],
  [table2, 'CIFAR10', 0.01, 'S1 ≠ S2', 0.74, 0.004],
  [table2, 'CIFAR100', 0.1, 'S1 ≠ S2', 0.725, 0],
  [table2, 'STL10', 0.1, 'S1 = S2', 0.82, 0.025],
  [table2, 'CATvsDOG', 0.3, 'β0 < 1', 0.975, 0.006],
  [table4, 'DDSM+', 0.13, 'CT (AUC)', 0.981, 0.001],
  [table5, 'STL10', 0.1, 'AUC', 0.783, undefined],
] as const)(
  'holds, for %2$s, %3$s, %4$s, what is printed',
  (table, dataset, imratio, column, mean, standardDeviation) => {
    expect(score(table, dataset, imratio, column)).toEqual({
      mean,
      ...(standardDeviation !== undefined && { standardDeviation }),
    })
  },
)

test('has the four rows of Table 4 in Table 1 too, and CT highest in all 16', () => {
  expect(table4.rows.map(({ dataset }) => dataset)).toEqual([
    'Melanoma',
    'CheXpert',
    'DDSM+',
    'PatchCam',
  ])
  for (const row of table4.rows) expect(table1.rows).toContainEqual(row)
  for (const { scores } of table1.rows)
    for (const { mean } of scores.slice(0, 5)) expect(scores[5]!.mean).toBeGreaterThan(mean)
})

test('knows the data sets of Table 3', () => {
  expect(table3.rows).toHaveLength(12)
  expect(table3.rows.reduce((sum, { images }) => sum + images, 0)).toBe(952_254)
  expect(table3.rows.reduce((sum, { classes }) => sum + classes, 0)).toBe(1136)
  expect(table3.rows.flatMap(({ imratios }) => imratios)).toHaveLength(27)
  expect(table3.rows.find(({ name }) => name === 'CheXpert')!.imratios).toEqual([
    0.122, 0.322, 0.068, 0.312, 0.403,
  ])
})

test('keeps both values where the paper has two, as the tables do', () => {
  for (const { values } of contradictions) {
    expect(values).toHaveLength(2)
    expect(new Set(values.map(({ value }) => value)).size).toBe(2)
    for (const { source } of values) expect(source).not.toBe('')
  }
  const differing = table2.rows.filter((row) => {
    const one = score(table1, row.dataset, row.imratio, 'CT (AUC)')!
    const two = row.scores[1]!
    return one.mean !== two.mean || one.standardDeviation !== two.standardDeviation
  })
  const ofCt = contradictions.filter(({ subject }) => subject.includes('(S1 ≠ S2, k tuned)'))
  expect(ofCt).toHaveLength(differing.length)
  for (const [i, row] of differing.entries()) {
    const { mean, standardDeviation } = row.scores[1]!
    expect(ofCt.map(({ values }) => values[1]!.value)[i]).toBe(
      `${mean.toFixed(3)}±${standardDeviation!.toFixed(3)}`,
    )
  }
})
