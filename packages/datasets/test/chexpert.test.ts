import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import type { SourcePart } from '../src/source.ts'
import { type ChexpertOptions, readChexpert } from '../src/sources/chexpert.ts'
import { CHEXPERT_FINDINGS, type ChexpertFinding } from '../src/sources/chexpert-findings.ts'
import { temporaryFolder } from './files.ts'
import { golden, sha256 } from './medical.ts'
import { mutants } from './mutants.ts'

const fixture = join(import.meta.dirname, 'fixtures/chexpert')
const { images, tables } = golden.chexpert
const ids = (part?: SourcePart) => Array.from({ length: part?.count ?? 0 }, (_, i) => part!.id(i))
const frontal = ({ path }: { path: string }) => path.includes('frontal')

const HEADER = ['Path', 'Sex', 'Age', 'Frontal/Lateral', 'AP/PA', ...CHEXPERT_FINDINGS].join()

/** A folder with the two tables; `train` as lines without the header. */
function folderWith(
  train: readonly string[],
  valid = [line('valid/patient9/study1/view1_frontal.jpg')],
) {
  const root = temporaryFolder()
  for (const [table, lines] of Object.entries({ train, valid }))
    writeFileSync(join(root, `${table}.csv`), `${[HEADER, ...lines].join('\n')}\n`)
  return root
}

function line(path: string, findings: Partial<Record<ChexpertFinding, string>> = {}): string {
  const view = path.includes('lateral') ? 'Lateral' : 'Frontal'
  return [
    path,
    'Male',
    50,
    view,
    'AP',
    ...CHEXPERT_FINDINGS.map((name) => findings[name] ?? ''),
  ].join()
}

const view = (patient: number, rest = 'study1/view1_frontal.jpg') =>
  `CheXpert-v1.0-small/train/patient${String(patient).padStart(5, '0')}/${rest}`

/** Where a finding's first `positives` rows count as present by the paper's policy, and others are uncertain, too. */
function certainty(row: number, finding: ChexpertFinding, positives: number): string {
  const ones = ['Edema', 'Atelectasis'].includes(finding)
  if (row < positives * (ones ? 0.7 : 1)) return '1.0'
  if (row < positives * (ones ? 1 : 1.2)) return '-1.0'
  return row % 2 ? '0.0' : ''
}

describe('readChexpert', () => {
  test('reads frontal views, in parts without a common patient', async () => {
    const { name, parts, notes } = await readChexpert(fixture)
    expect(name).toBe('chexpert')
    expect(Object.keys(parts)).toEqual(['train', 'validation', 'test'])
    const { train, validation, test } = parts
    expect(train?.labelNames).toEqual([
      'Cardiomegaly',
      'Edema',
      'Consolidation',
      'Atelectasis',
      'Pleural Effusion',
    ])
    expect(validation?.count).toBe(2)
    const paths = tables.train.filter(frontal).map(({ path }) => path)
    expect([...ids(train), ...ids(validation)].sort()).toEqual(paths.sort())
    const patients = new Set(train?.groups)
    expect(validation?.groups?.some((patient) => patients.has(patient))).toBe(false)
    expect(ids(test)).toEqual(tables.valid.filter(frontal).map(({ path }) => path))
    expect(notes).toEqual([
      'train.csv has 27 rows; as published it has 223414.',
      'valid.csv has 4 rows; as published it has 234.',
    ])
  })

  test('gives each row its labels and its image', async () => {
    const rows = new Map(tables.train.map(({ path, labels }) => [path, labels]))
    const { parts } = await readChexpert(fixture, { labels: CHEXPERT_FINDINGS, frontalOnly: false })
    const seen = new Set<string>()
    for (const part of [parts.train!, parts.validation!])
      for (const [i, path] of ids(part).entries()) {
        const expected = rows.get(path)!.map((text, finding) => {
          seen.add(text)
          const ones = ['Edema', 'Atelectasis'].includes(CHEXPERT_FINDINGS[finding]!)
          return text === '1.0' || (text === '-1.0' && ones) ? 1 : 0
        })
        expect([...part.labels.subarray(14 * i, 14 * i + 14)]).toEqual(expected)
        expect(path).toContain(part.groups![i])
        const image = part.image(i)
        if (images[path])
          expect(sha256(((await image) as { encoded: Uint8Array }).encoded)).toBe(images[path])
        else await expect(image).rejects.toThrow(DataError)
      }
    expect(seen).toEqual(new Set(['1.0', '0.0', '-1.0', '']))
    expect(parts.train!.count + parts.validation!.count).toBe(27)
  })

  test('names a missing image, and where it is named', async () => {
    const { parts } = await readChexpert(fixture, { validationFraction: 0 })
    const index = ids(parts.train).findIndex((path) => path.includes('patient00003'))
    expect(Object.keys(parts)).toEqual(['train', 'test'])
    await expect(parts.train!.image(index)).rejects.toThrow(
      /patient00003\/study1\/view1_frontal\.jpg: does not exist, but is named in train\.csv, line 5\. Unpack/,
    )
  })

  test.each<[string, (root: string) => string]>([
    ['the folder itself', (root) => join(root, 'CheXpert-v1.0-small')],
    [
      'a folder of another name',
      (root) => {
        renameSync(join(root, 'CheXpert-v1.0-small'), join(root, 'archive'))
        return join(root, 'archive')
      },
    ],
    [
      'tables beside the folder',
      (root) => {
        for (const table of ['train.csv', 'valid.csv'])
          renameSync(join(root, 'CheXpert-v1.0-small', table), join(root, table))
        return root
      },
    ],
    [
      'paths without a folder',
      (root) => {
        const file = join(root, 'CheXpert-v1.0-small/train.csv')
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll('CheXpert-v1.0-small/', ''))
        return root
      },
    ],
  ])('finds images: %s', async (_, arrange) => {
    const root = temporaryFolder()
    cpSync(fixture, root, { recursive: true })
    const { parts } = await readChexpert(arrange(root))
    const { encoded } = (await parts.train!.image(0)) as { encoded: Uint8Array }
    expect(sha256(encoded)).toBe(images[parts.train!.id(0)])
  })

  test.each<[ChexpertOptions['uncertain'], number[]]>([
    [undefined, [0, 1, 0, 1, 0, 0]],
    ['one', [1, 1, 1, 1, 1, 1]],
    ['zero', [0, 0, 0, 0, 0, 0]],
    ['unknown', Array(6).fill(Number.NaN)],
    [{ Cardiomegaly: 'one', Fracture: 'unknown' }, [1, 0, 0, 0, 0, Number.NaN]],
  ])('takes uncertain findings as %o', async (uncertain, expected) => {
    const labels = [
      'Cardiomegaly',
      'Edema',
      'Consolidation',
      'Atelectasis',
      'Pleural Effusion',
      'Fracture',
    ] as const
    const all = Object.fromEntries(labels.map((name) => [name, '-1.0']))
    const root = folderWith([line(view(1), all)])
    const { parts } = await readChexpert(root, {
      labels,
      validationFraction: 0,
      ...(uncertain && { uncertain }),
    })
    expect([...parts.train!.labels]).toEqual(expected)
  })

  test('gets the numbers of Table 3 with the policy of the paper only', async () => {
    // LibAUC's counts for the published table; how many of them are certain is made up, and laterals are added.
    const counts = {
      Cardiomegaly: 23_385,
      Edema: 61_493,
      Consolidation: 12_983,
      Atelectasis: 59_583,
      'Pleural Effusion': 76_899,
    }
    const findings = Object.entries(counts) as [ChexpertFinding, number][]
    const frontals = Array.from({ length: 191_027 }, (_, i) => {
      const labels = findings.map(([name, positives]) => [name, certainty(i, name, positives)])
      const path = view(1 + Math.floor(i / 3), `study1/view${1 + (i % 3)}_frontal.jpg`)
      return line(path, Object.fromEntries(labels))
    })
    const laterals = Array.from({ length: 32_387 }, (_, i) =>
      line(view(1 + i, 'study2/view4_lateral.jpg'), { Edema: '1.0', Cardiomegaly: '1.0' }),
    )
    const root = folderWith([...frontals, ...laterals])
    const { parts, notes } = await readChexpert(root)
    const { train, validation } = parts
    expect(train!.count + validation!.count).toBe(191_027)
    expect(notes).toHaveLength(1)
    const positives = findings.map((_, finding) =>
      [train!, validation!].reduce(
        (sum, { labels }) =>
          sum + labels.filter((label, i) => i % 5 === finding && label === 1).length,
        0,
      ),
    )
    expect(positives).toEqual(Object.values(counts))
    expect(positives.map((n) => ((100 * n) / 191_027).toFixed(1))).toEqual([
      '12.2',
      '32.2',
      '6.8',
      '31.2',
      '40.3',
    ])
    // 10 % of 63,676 patients.
    expect(Math.abs(new Set(validation!.groups).size - 6367.6)).toBeLessThan(1)
  })

  test.each([
    [
      'another label',
      [line(view(1), { Edema: '2.0' })],
      /train\.csv: gives Edema as "2\.0" \(line 2\)/,
    ],
    [
      'a path elsewhere',
      [line('../../etc/passwd')],
      /gives the path "\.\.\/\.\.\/etc\/passwd" \(line 2\)/,
    ],
    [
      'a path inside that leaves',
      [line('train/patient1/study1/../../view1_frontal.jpg')],
      /gives the path/,
    ],
    [
      'a path of the other table',
      [line('valid/patient1/study1/view1_frontal.jpg')],
      /gives the path/,
    ],
    [
      'an image twice',
      [line(view(1)), line(view(1))],
      /names train\/patient00001.* again \(line 3\)/,
    ],
    [
      'another view',
      [line(view(1)).replace('Frontal', 'Oblique')],
      /gives the view as "Oblique" \(line 2\)/,
    ],
    ['laterals alone', [line(view(1, 'study1/view1_lateral.jpg'))], /holds no frontal view/],
    ['no rows', [], /holds no rows/],
  ])('refuses %s', async (_, lines, problem) => {
    const reading = readChexpert(folderWith(lines))
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow(problem)
  })

  test('refuses a folder without tables, and an image that is none', async () => {
    await expect(readChexpert(temporaryFolder())).rejects.toThrow(/holds no CheXpert-v1\.0-small/)
    const root = folderWith([line(view(1))])
    const file = join(root, 'train/patient00001/study1/view1_frontal.jpg')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'not an image')
    const { parts } = await readChexpert(root, { validationFraction: 0 })
    await expect(parts.train!.image(0)).rejects.toThrow(/is not an image file/)
    await expect(parts.train!.image(1)).rejects.toThrow(RangeError)
  })

  test.each<[unknown, RegExp]>([
    [{ labels: ['Oedema'] }, /no finding is "Oedema"/],
    [{ labels: [] }, /at least one/],
    [{ labels: ['Edema', 'Edema'] }, /none twice/],
    [{ validationFraction: 1.5 }, /shares/],
    [{ validationFraction: 0.001 }, /part 1 would have no row/],
  ])('refuses options %o', async (options, problem) => {
    const reading = readChexpert(fixture, options as ChexpertOptions)
    await expect(reading).rejects.toThrow(RangeError)
    await expect(reading).rejects.toThrow(problem)
  })

  test('reads or refuses damaged tables', async () => {
    const root = temporaryFolder()
    cpSync(fixture, root, { recursive: true })
    const file = join(root, 'CheXpert-v1.0-small/train.csv')
    const bytes = new Uint8Array(readFileSync(file))
    let read = 0
    for (const mutant of mutants(bytes, fuzzCount(2000), 4)) {
      writeFileSync(file, mutant)
      const source = await readChexpert(root, { validationFraction: 0 }).catch(
        (error: unknown) => error,
      )
      if (source instanceof Error) {
        expect(source).toBeInstanceOf(DataError)
        continue
      }
      read++
      const { train } = (source as Awaited<ReturnType<typeof readChexpert>>).parts
      expect(train!.labels.every((label) => label === 0 || label === 1)).toBe(true)
      expect(train!.labels).toHaveLength(5 * train!.count)
    }
    expect(read).toBeGreaterThan(fuzzCount(100))
    expect(read).toBeLessThan(1900)
  })
})
