import { expect, test } from 'vitest'
import {
  type SweepResults,
  sweepHtml,
  sweepLatex,
  sweepMarkdown,
  sweepReport,
} from '../src/index.ts'
import { exampleSweep, withCells } from './example-sweep.ts'
import { elements, tables } from './markup.ts'

const sweep: SweepResults = {
  ...exampleSweep({ seeds: 2 }),
  commit: '9f3c1d7',
  tuning: [
    { method: 'CT', dataset: 'CIFAR10', imratio: 0.1, configurations: 18, chosen: { k: 2 } },
  ],
}
const report = sweepReport(sweep)
const page = sweepHtml(report, sweep)
const markdown = sweepMarkdown(report)
const latex = sweepLatex(report)

test('has the same cells in all three formats', () => {
  const count = report.sections.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows)).length
  expect(tables(page).flatMap(([, ...rows]) => rows)).toHaveLength(count)
  expect(markdown.split('\n').filter((line) => /^\| (?!---)/.test(line))).toHaveLength(
    count + tables(page).length,
  )
  for (const text of ['0.935 ± 0.001', '0.789 ± 0.008']) {
    expect(page).toContain(text)
    expect(markdown).toContain(text)
    expect(latex).toContain(text.replace('±', '$\\pm$'))
  }
})

test('shows all fourteen claims, the commit, the machine and what is complete', () => {
  const [claims] = tables(page)
  expect(claims).toHaveLength(15)
  expect(claims!.slice(1).map((row) => row[0]!.replace(/<[^>]*>/g, ''))).toEqual(
    Array.from({ length: 14 }, (_, i) => `C${i + 1}`),
  )
  for (const text of ['9f3c1d7', 'two cores', '60 of 60 runs are complete, 0 have failed'])
    for (const document of [page, markdown, latex]) expect(document).toContain(text)
})

test('leads from every number to its cells and from every cell to its command', () => {
  const all = elements(page)
  const anchors = all.flatMap(({ attributes }) => attributes.id ?? [])
  expect(new Set(anchors).size).toBe(anchors.length)
  const links = all.flatMap(({ attributes }) => attributes.href ?? [])
  for (const link of links) expect(anchors).toContain(link.slice(1))
  for (const { id, command } of sweep.cells) {
    expect(page).toContain(command.replaceAll("'", '&#39;'))
    expect(markdown).toContain(`[${id}]`)
  }
  const targets = new Set([...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, name]) => name))
  for (const [, name] of markdown.matchAll(/\]\(#([^)]+)\)/g)) expect(targets).toContain(name)
  const defined = new Set([...latex.matchAll(/\\hypertarget\{([^}]+)\}/g)].map(([, name]) => name))
  for (const [, name] of latex.matchAll(/\\hyperlink\{([^}]+)\}/g)) expect(defined).toContain(name)
})

test('has heads and captions, and nothing that runs or comes from outside', () => {
  const all = elements(page)
  const named = (name: string) => all.filter((element) => element.name === name)
  for (const { attributes } of named('th')) expect(attributes.scope).toMatch(/^(col|row)$/)
  expect(named('caption')).toHaveLength(named('table').length)
  expect(named('script')).toHaveLength(0)
  expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
    /https?:|\/\/|NaN|undefined|Infinity/,
  )
  expect(page).toContain('prefers-color-scheme: dark')
})

test('is LaTeX whose groups and environments close', () => {
  const open: string[] = []
  let depth = 0
  const tokens = /\\(begin|end)\{(\w+)\}|\\[{}]|([{}])/g
  for (const [, command, name, brace] of latex.matchAll(tokens)) {
    if (command === 'begin') open.push(name!)
    if (command === 'end') expect(open.pop()).toBe(name)
    if (brace) depth += brace === '{' ? 1 : -1
    expect(depth).toBeGreaterThanOrEqual(0)
  }
  expect([depth, open]).toEqual([0, []])
  const lines = latex.split('\n').filter((line) => line.endsWith(' \\\\'))
  expect(lines.length).toBeGreaterThan(100)
  const ascii = latex.replace(/[^\x20-\x7e\n]/g, (sign) => `<${sign}>`)
  expect(ascii).not.toMatch(/<.>/u)
})

test('is the same text for the same input', () => {
  expect(sweepHtml(sweepReport(sweep), sweep)).toBe(page)
  expect(sweepMarkdown(sweepReport(sweep))).toBe(markdown)
  expect(sweepLatex(sweepReport(sweep))).toBe(latex)
})

const hostile = '<script>|`*_[x](y)\\&%$#{}~^\n"\''

test('shows hostile text as text', () => {
  const bad = sweepReport({
    ...sweep,
    title: hostile,
    machine: hostile,
    cells: sweep.cells.map((cell) => ({
      ...cell,
      id: hostile + cell.id,
      command: hostile,
      dataset: hostile + cell.dataset,
    })),
  })
  expect(elements(sweepHtml(bad)).map(({ name }) => name)).not.toContain('script')
  const text = sweepMarkdown(bad)
  expect(text).not.toContain('<script>')
  const widths = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replaceAll('\\|', '').split('|').length)
  expect(new Set(widths).size).toBeLessThan(9)
  expect(sweepLatex(bad)).not.toContain('<script>')
  expect(sweepLatex(bad)).toContain(
    '\\textless{}script\\textgreater{}\\textbar{}`*\\_{[}x{]}(y)\\textbackslash{}\\&\\%\\$\\#\\{\\}',
  )
})

test('shows gaps of a sweep that is empty, half done or partly failed', () => {
  const empty = sweepHtml(sweepReport({ ...sweep, cells: [] }))
  expect(empty).toContain('0 of 0 runs are complete')
  expect(empty).not.toMatch(/NaN|undefined|Infinity/)
  const half = withCells(sweep, ({ result, ...cell }) =>
    cell.seed === 1 && cell.method !== 'CE'
      ? { ...cell, failure: 'diverged' }
      : { ...cell, result: result! },
  )
  const document = sweepHtml(sweepReport(half))
  expect(document).toContain('1 of 2 seeds')
  expect(document).toContain('failed: diverged')
  expect(document).not.toMatch(/NaN|undefined|Infinity/)
})

test('refuses two cells with one id', () => {
  expect(() => sweepReport({ ...sweep, cells: [sweep.cells[0]!, sweep.cells[0]!] })).toThrow(
    'the same id',
  )
})
