import { expect, test, vi } from 'vitest'
import { dataSchema } from '../src/recipe/data-schema.ts'

// Two data sets whose options have the same name.
vi.mock('@deepauc/datasets', () => ({
  sources: {
    letters: { options: { split: ['balanced', '26'] } },
    moles: { options: { split: ['patients', 'images'] } },
    plain: {},
  },
}))

const problemsOf = (source: string, split: string | number) => {
  const { error } = dataSchema.safeParse({ source, options: { split }, binarize: 'halves' })
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`)
}

test.each([
  ['letters', 'balanced'],
  ['letters', 26],
  ['moles', 'patients'],
  ['moles', 'images'],
])('%s can have the split %s', (source, split) => {
  expect(problemsOf(source, split)).toEqual([])
})

test('each has its own values', () => {
  expect(problemsOf('moles', 26)).toEqual(['options.split must be patients or images for moles'])
  expect(problemsOf('letters', 'images')).toEqual([
    'options.split must be balanced or 26 for letters',
  ])
  expect(problemsOf('plain', 'images')).toEqual(['options.split is not an option of plain'])
})
