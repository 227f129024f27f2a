import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { csvRows } from '../src/formats/csv-table.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { mutants } from './mutants.ts'

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

const read = async (content: string | Uint8Array, folder?: string) => {
  const file = fileOf(Buffer.from(content), 'table.csv', folder ?? temporaryFolder())
  return collect(csvRows(file, ['path', 'label'], ['group']))
}

describe('csvRows', () => {
  test('gives the chosen columns of each row, with its line', async () => {
    expect(await read('label,age,path\n1.0,50,a/b.jpg\n,,"c, ""d"""\n')).toEqual([
      { line: 2, values: { label: '1.0', path: 'a/b.jpg' } },
      { line: 3, values: { label: '', path: 'c, "d"' } },
    ])
  })

  test.each([
    ['a byte order mark', '\ufeffpath,label\na,1\n'],
    ["Windows' line ends", 'path,label\r\na,1\r\n'],
    ['empty lines', 'path,label\n\na,1\n\n'],
    ['no line end', 'path,label\na,1'],
  ])('takes %s', async (_, text) => {
    const rows = await read(text)
    expect(rows.map(({ values }) => values)).toEqual([{ path: 'a', label: '1' }])
  })

  test('counts the lines of a quoted value', async () => {
    const rows = await read('path,label,group\n"a\nb",1,g\nc,0,\n')
    expect(rows.map(({ line }) => line)).toEqual([3, 4])
    expect(rows[0]?.values).toEqual({ path: 'a\nb', label: '1', group: 'g' })
  })

  test.each([
    ['an empty file', '', /holds no rows/],
    ['a header alone', 'path,label\n', /holds no rows/],
    ['a missing column', 'path,lable\na,1\n', /has no column "label" \(line 1\)/],
    ['a column twice', 'path,label,group,group\na,1,2,3\n', /has 2 columns "group" \(line 1\)/],
    ['too few values', 'path,label\na,1\nb\n', /columns length is 2, got 1 on line 3/],
    ['too many values', 'path,label\na,1,2\n', /columns length is 2, got 3 on line 2/],
    ['an open quote', 'path,label\na,"1\nb,2\n', /Quote Not Closed.* line 3/],
    ['a quote inside a value', 'path,label\na,1"2\n', /Invalid Opening Quote.* line 2/],
    ['an endless row', `path,label\na,"${'\n'.repeat(2 ** 17)}"\n`, /Max Record Size/],
  ])('refuses %s', async (_, text, problem) => {
    const error = await read(text).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(DataError)
    expect((error as DataError).message).toMatch(problem)
    expect((error as DataError).file).toMatch(/table\.csv$/)
  })

  test('names a missing file and a folder', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'sub'))
    const readFrom = (name: string) => collect(csvRows(join(folder, name), ['a']))
    await expect(readFrom('none')).rejects.toThrow(/none: does not exist/)
    await expect(readFrom('sub')).rejects.toThrow(/sub: cannot be read \(EISDIR\)/)
  })

  test('reads back any values', async () => {
    const value = fc.string({ unit: 'binary', maxLength: 8 })
    const folder = temporaryFolder()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
          const lines = rows.map(([path, label]) => `${quote(path)},${quote(label)}\n`)
          const found = await read(`path,label\n${lines.join('')}`, folder)
          const expected = rows.map(([path, label]) => ({ path, label }))
          expect(found.map(({ values }) => values)).toEqual(expected)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('reads or refuses damaged tables', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `train/patient${i}.jpg,${i % 2}.0,"g ${i}"`)
    const bytes = new Uint8Array(Buffer.from(`path,label,group\n${rows.join('\n')}\n`))
    const folder = temporaryFolder()
    let readable = 0
    for (const mutant of mutants(bytes, fuzzCount(2000), 3)) {
      const found = await read(mutant, folder).catch((error: unknown) => error)
      if (found instanceof Error) {
        expect(found).toBeInstanceOf(DataError)
        continue
      }
      readable++
      for (const { line, values } of found as Awaited<ReturnType<typeof read>>) {
        expect(line).toBeGreaterThan(1)
        expect([typeof values.path, typeof values.label]).toEqual(['string', 'string'])
      }
    }
    expect(readable).toBeGreaterThan(fuzzCount(100))
    expect(readable).toBeLessThan(1900)
  })
})
