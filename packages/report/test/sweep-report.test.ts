import fc from 'fast-check'
import { latexParser } from 'latex-utensils'
import { expect, test } from 'vitest'
import {
  type SweepCell,
  type SweepFile,
  type SweepReport,
  type SweepResults,
  sweepFiles,
  sweepHtml,
  sweepReport,
} from '../src/index.ts'
import { sweepJson } from '../src/sweep-report/sweep-json.ts'
import { sweepLatex } from '../src/sweep-report/sweep-latex.ts'
import { sweepMarkdown } from '../src/sweep-report/sweep-markdown.ts'
import { exampleSweep, unrun, withCells } from './example-sweep.ts'
import { hostile, named } from './hostile-sweep.ts'
import { elements, tables } from './markup.ts'
import { smallSweep } from './small-sweep.ts'

const report = sweepReport(smallSweep)
const page = sweepHtml(report)
const markdown = sweepMarkdown(report)
const latex = sweepLatex(report)

async function filesOf(results: SweepResults, made: SweepReport): Promise<SweepFile[]> {
  const files: SweepFile[] = []
  for await (const file of sweepFiles(made, results)) files.push(file)
  return files
}

test.each([
  ['html', page.replace(/<style>[\s\S]*<\/style>/, '')],
  ['md', markdown],
  ['tex', latex],
])('is what was looked at: small-sweep.%s', async (type, text) => {
  await expect(text).toMatchFileSnapshot(`golden/small-sweep.${type}.txt`)
})

test('is the same files for the same input, each once', async () => {
  const files = await filesOf(smallSweep, report)
  expect(await filesOf(smallSweep, sweepReport(smallSweep))).toEqual(files)
  const names = files.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.slice(0, 4)).toEqual(['report.html', 'report.md', 'report.tex', 'report.json'])
  for (const name of names.slice(4))
    expect(name).toMatch(/^(tables\/[\w-]+\.csv|figures\/[a-z0-9-]+\.(svg|png))$/)
  const named = [
    ...markdown.matchAll(/\]\((figures[^)]+)\)/g),
    ...latex.matchAll(/\{(figures[^}]+)\}/g),
  ]
  expect(named.length).toBeGreaterThan(12)
  for (const [, name] of named) expect(names).toContain(name)
})

test('has the same cells in all formats', () => {
  const all = report.sections.flatMap((section) => section.tables)
  const count = all.flatMap(({ rows }) => rows).length
  expect(tables(page).flatMap(([, ...rows]) => rows)).toHaveLength(count)
  expect(markdown.split('\n').filter((line) => /^\| (?!---)/.test(line))).toHaveLength(
    count + tables(page).length,
  )
  const json = JSON.parse(sweepJson(report, smallSweep))
  expect(json.tables.flatMap(({ rows }: { rows: unknown[] }) => rows)).toHaveLength(count)
  expect(json.tables.map(({ name }: { name: string }) => name)).toEqual(all.map(({ name }) => name))
  for (const text of ['0.935 ± 0.001', '0.789 ± 0.008']) {
    expect(page).toContain(text)
    expect(markdown).toContain(text)
    expect(latex).toContain(text.replace('±', '$\\pm$'))
  }
})

test('has the numbers of each run in report.json, and no test scores', () => {
  const { cells, claims, tuning } = JSON.parse(sweepJson(report, smallSweep))
  expect(claims).toHaveLength(14)
  expect(tuning).toEqual(smallSweep.tuning)
  expect(cells).toHaveLength(smallSweep.cells.length)
  const ct = cells.find(({ id }: SweepCell) => id === 'c-ct-tuned-one-step-0')
  expect(ct.result.testAuc.best).toBeCloseTo(11 / 12, 12)
  expect(ct.result.testInterval.lower).toBeLessThan(11 / 12)
  expect(ct.result.test).toBeUndefined()
  expect(ct.result.curve[2].terms).toEqual({
    auc: 1 / 3,
    alignment: 0.1 * 3 - 0.05,
    gradientNorm: 2 / 3,
  })
})

/** Tables and claims that the summary says nothing was run for. */
function absenceIn({ summary }: SweepReport): [string | undefined, string[]] {
  const [, tables, claims] = summary.match(
    /Nothing was run for (.*)\. No runs can be compared for claims (.*)\.$/,
  )!
  return [tables, claims!.split(/, | and /)]
}

test('tells what was run, and what was not', () => {
  for (const document of [page, markdown, latex])
    for (const text of ['9f3c1d7', 'two cores', '10 of 15 runs are complete, 1 running, 2 failed'])
      expect(document).toContain(text)
  expect(absenceIn(report)).toEqual(['Table 4', expect.arrayContaining(['C2', 'C3', 'C5', 'C8'])])
  for (const id of ['C1', 'C7', 'C12']) expect(absenceIn(report)[1]).not.toContain(id)
  const [coverage] = tables(page)
  expect(coverage!.slice(1).map((row) => row.slice(2))).toEqual([
    ['6', '4', '0', '1', '0', '0', '1', '2 of 2'],
    ['2', '1', '0', '1', '0', '0', '0', '–'],
    ['2', '2', '0', '0', '0', '0', '0', '–'],
    ['6', '2', '1', '0', '1', '1', '1', '–'],
  ])
})

test('leads from every number to its cells and from every cell to its command', () => {
  const all = elements(page)
  const anchors = all.flatMap(({ attributes }) => attributes.id ?? [])
  expect(new Set(anchors).size).toBe(anchors.length)
  const links = all.flatMap(({ attributes }) => attributes.href ?? [])
  for (const link of links) expect(anchors).toContain(link.slice(1))
  for (const { id, command } of smallSweep.cells) {
    expect(anchors).toContain(`cell-${id}`)
    expect(page).toContain(command)
  }
  const targets = new Set([...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, name]) => name))
  for (const [, name] of markdown.matchAll(/\]\(#([^)]+)\)/g)) expect(targets).toContain(name)
  const defined = new Set([...latex.matchAll(/\\hypertarget\{([^}]+)\}/g)].map(([, name]) => name))
  for (const [, name] of latex.matchAll(/\\hyperlink\{([^}]+)\}/g)) expect(defined).toContain(name)
})

test('counts as run what is complete, not what is planned', () => {
  const planned = withCells(smallSweep, (cell) =>
    cell.arms.includes('equal-seconds') || cell.method === 'AUC-CE' ? unrun(cell) : cell,
  )
  expect(absenceIn(sweepReport(planned))).toEqual([
    'Tables 4 and 5',
    expect.arrayContaining(['C2', 'C3', 'C4', 'C5', 'C7', 'C8']),
  ])
  expect(absenceIn(sweepReport(withCells(smallSweep, unrun)))).toEqual([
    'Tables 1, 2, 4 and 5',
    report.claims.map(({ id }) => id),
  ])
})

/** Numbers that no run has made, and the counts of runs, each of which stands in the table of cells. */
const areNotMeasured =
  /^(Final runs|Complete|Running|Failed|Diverged|Without data|Not begun|Tuning runs|Tried)$/

/** The cells of a page that have a number of ours, by the title of their column, without those that are the run itself. */
function numbersOf(markup: string): [title: string, content: string][] {
  return [...markup.matchAll(/<table>([\s\S]*?)<\/table>/g)].flatMap(([table]) => {
    const titles = [...table.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/g)].map(([, text]) => text!)
    const rows = [...table.matchAll(/<tr><th scope="row"[\s\S]*?<\/tr>/g)].map(([row]) => row)
    return rows
      .filter((row) => !/>paper(?:; ours: not run)?<|^<tr><th [^>]*id="cell-/.test(row))
      .flatMap((row) =>
        [...row.matchAll(/<t[hd] [^>]*class="([^"]*)"[^>]*>([\s\S]*?)<\/t[hd]>/g)].flatMap(
          ([, kind, content], i): [string, string][] =>
            kind === 'number' ? [[titles[i]!, content!]] : [],
        ),
      )
  })
}

test('leads from every number of a table to its cells', () => {
  const numbers = numbersOf(page).filter(([title]) => !areNotMeasured.test(title))
  expect(numbers.length).toBeGreaterThan(60)
  for (const [title, content] of numbers) expect(content, title).toContain('<a href="#')
})

test('captions say at which weights the terms are measured, and what the bands are', () => {
  const captionOf = (word: string) =>
    report.figures.find(({ title }) => title.includes(word))!.caption
  expect(captionOf('Figure 2')).toContain(
    'Measured at the weights that are validated: of CT in the variant libauc, w after its inner and its outer step, and not the inner point u, unless the recipe evaluates there; batch normalisation is in evaluation mode, with its running statistics.',
  )
  for (const word of ['Figure 2', 'Figures 4'])
    expect(captionOf(word)).toContain('mean ± standard deviation')
})

test('has heads and captions, and nothing that runs or comes from outside', () => {
  const all = elements(page)
  const named = (name: string) => all.filter((element) => element.name === name)
  for (const { attributes } of named('th')) expect(attributes.scope).toMatch(/^(col|row)$/)
  expect(named('caption')).toHaveLength(named('table').length)
  expect(named('figcaption')).toHaveLength(named('figure').length)
  expect(named('script')).toHaveLength(0)
  expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|\/\//)
  expect(page).toContain('prefers-color-scheme: dark')
})

function checkLatex(text: string): void {
  latexParser.parse(text)
  const open: string[] = []
  for (const [, command, name] of text.matchAll(/\\(begin|end)\{(\w+)\}/g))
    if (command === 'begin') open.push(name!)
    else expect(open.pop()).toBe(name)
  expect(open).toEqual([])
  expect(text.replace(/[\x20-\x7e\n]/g, '')).toBe('')
}

test('is LaTeX for a parser that others wrote, in ASCII', () => {
  checkLatex(latex)
  expect(() => checkLatex(latex.replace('$\\pm$', '$\\pm'))).toThrow()
})

test('shows hostile text as text', async () => {
  const [good, bad] = [sweepReport(named('word')), sweepReport(named(hostile))]
  const elementsIn = (made: SweepReport) => elements(sweepHtml(made)).map(({ name }) => name)
  expect(elementsIn(bad)).not.toContain('script')
  expect(elementsIn(bad).filter(isOfTable)).toEqual(elementsIn(good).filter(isOfTable))
  const text = sweepMarkdown(bad)
  expect(text).not.toMatch(/<script>|(?<!\\)\[x|(?<!\\)`/)
  const cellsIn = (document: string) =>
    document
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replaceAll('\\|', '').split('|').length)
  expect(cellsIn(text)).toEqual(cellsIn(sweepMarkdown(good)))
  const document = sweepLatex(bad)
  checkLatex(document.replaceAll('é', 'e'))
  expect(document).toContain(
    '=\\textless{}script\\textgreater{}\\textbar{}`*\\_{[}x{]}(y)\\textbackslash{}\\&\\%\\$\\#\\{\\}',
  )
  for (const { name } of await filesOf(named(hostile), bad))
    expect(name).toMatch(/^(report\.\w+|tables\/[\w-]+\.csv|figures\/[\w-]+\.(svg|png))$/)
})

const isOfTable = (name: string) => /^(table|tr|td|th|caption|a)$/.test(name)

const nothing = /\bNaN\b|undefined|Infinity|\[object|\bnull\b/

function checkNoGapIsANumber(results: SweepResults): void {
  const made = sweepReport(results)
  // A message and a rule of the style are allowed to say so.
  for (const text of [sweepHtml(made), sweepMarkdown(made), sweepLatex(made)])
    expect(text.replaceAll('became NaN', '')).not.toMatch(nothing)
}

test('shows gaps of a sweep that is empty, half done or partly failed', () => {
  const empty = { ...smallSweep, studies: [], cells: [], tuning: [] }
  expect(sweepHtml(sweepReport(empty))).toContain('0 of 0 runs are complete')
  checkNoGapIsANumber(empty)
  const half = withCells(exampleSweep({ seeds: 2 }), ({ result, ...cell }) =>
    cell.seed === 1 && cell.method !== 'CE'
      ? { ...cell, state: 'failed', message: 'no memory' }
      : { ...cell, result: result! },
  )
  const document = sweepHtml(sweepReport(half))
  expect(document).toContain('1 of 2 seeds')
  expect(document).toContain('failed: no memory')
  checkNoGapIsANumber(half)
})

const states = ['running', 'waiting', 'failed', 'diverged', 'lacking'] as const

/** A cell of which some things are not there. */
function damaged(cell: SweepCell, gaps: readonly boolean[], state: number): SweepCell {
  const { result, ...rest } = cell
  if (!result || gaps[0]) return { ...rest, state: states[state % states.length]! }
  const { test: scores, curve, ...numbers } = result
  return {
    ...rest,
    result: {
      ...numbers,
      ...(gaps[1] && { validationAuc: Number.NaN }),
      ...(scores && !gaps[2] && { test: scores }),
      curve: gaps[3]
        ? curve.slice(0, state % 3)
        : curve.map(({ terms, testAuc, ...point }) => ({
            ...point,
            ...(gaps[4] && { validationAuc: Number.NaN }),
            ...(terms && !gaps[5] && { terms }),
            ...(testAuc !== undefined && !gaps[6] && { testAuc }),
          })),
    },
  }
}

test('shows any subset of results without a number that is none', () => {
  const gaps = fc.record({
    gaps: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    state: fc.nat(10),
  })
  fc.assert(
    fc.property(
      fc.array(gaps, { minLength: smallSweep.cells.length, maxLength: smallSweep.cells.length }),
      fc.integer({ min: 0, max: smallSweep.cells.length }),
      (all, kept) => {
        const cells = smallSweep.cells
          .slice(0, kept)
          .map((cell, i) => damaged(cell, all[i]!.gaps, all[i]!.state))
        checkNoGapIsANumber({ ...smallSweep, cells })
      },
    ),
    { numRuns: 40, seed: 9 },
  )
})

test('refuses two cells with one id', () => {
  const [first] = smallSweep.cells
  expect(() => sweepReport({ ...smallSweep, cells: [first!, first!] })).toThrow('the same id')
})
