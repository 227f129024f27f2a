import { delongInterval } from '@deepauc/metrics'
import { expect, test } from 'vitest'
import { figures, type ReportInput, renderReport, verdict } from '../src/index.ts'
import { exampleInput, exampleMethod } from './example-run.ts'
import { elements, tables } from './markup.ts'

const page = renderReport(exampleInput)
const all = elements(page)
const named = (name: string) => all.filter((element) => element.name === name)

test('is well-formed, with a title, a language and the verdict', () => {
  expect(page.startsWith('<!DOCTYPE html>\n<html lang="en">')).toBe(true)
  expect(page).toContain('<title>Shirts</title>')
  const text = page.replaceAll('&#60;', '<')
  expect(text).toContain(verdict(exampleInput.methods))
})

test('refers to nothing outside and runs nothing', () => {
  expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|\/\//)
  for (const { name, attributes } of all) {
    expect(['script', 'link', 'iframe', 'object', 'embed', 'base']).not.toContain(name)
    expect(Object.keys(attributes).filter((key) => key.startsWith('on'))).toEqual([])
    for (const key of ['src', 'href', 'xlink:href'])
      expect(attributes[key] ?? 'data:').toMatch(/^data:/)
  }
  expect(page).not.toMatch(/@import|url\((?!#)/)
})

test('has one element for each identifier, and every clip path', () => {
  const identifiers = all.flatMap(({ attributes }) => attributes.id ?? [])
  expect(new Set(identifiers).size).toBe(identifiers.length)
  const used = [...page.matchAll(/url\(#([^)]+)\)/g)].map(([, identifier]) => identifier)
  expect(used.length).toBeGreaterThan(0)
  for (const identifier of used) expect(identifiers).toContain(identifier)
})

test('shows the numbers of metrics', () => {
  const [summary] = tables(page)
  for (const [
    i,
    {
      method,
      test: { labels, scores },
    },
  ] of exampleInput.methods.entries()) {
    const { auc, lower, upper } = delongInterval(labels, scores, { level: 0.95 })
    expect(summary![i + 1]!.slice(0, 3)).toEqual([
      method,
      auc.toFixed(3),
      `[${lower.toFixed(3)}, ${upper.toFixed(3)}]`,
    ])
    expect(summary![i + 1]!.slice(3)).toEqual(['20.0', '35.0', '1,400', '0.900'])
  }
})

test('shows the data, the settings, the command and the environment', () => {
  const [, comparisons, data, settings] = tables(page)
  expect(comparisons).toHaveLength(4)
  expect(data!.slice(1)).toEqual([
    ['training', '667', '6,000', '10.0 %'],
    ['test', '50', '150', '25.0 %'],
  ])
  expect(settings!.slice(1)).toEqual([
    ['seed', '0'],
    ['batch', '128'],
    ['network', 'ResNet-20'],
  ])
  for (const text of [
    'npx deepauc train --seed 0',
    '2026-11-22 17:40 UTC',
    '9f3c1d7',
    'TensorFlow 2.15.1',
  ])
    expect(page).toContain(text)
})

test('can be read without eyes: headed tables, described figures and pictures', () => {
  for (const { attributes } of named('th')) expect(attributes.scope).toMatch(/^(col|row)$/)
  expect(named('caption')).toHaveLength(named('table').length)
  expect(named('figcaption')).toHaveLength(named('figure').length)
  expect(named('svg')).toHaveLength(Object.keys(figures(exampleInput)).length)
  for (const { attributes } of named('svg')) expect(attributes['aria-label']).toBeTruthy()
  for (const { attributes } of named('img')) expect(attributes.alt).toBeTruthy()
})

test('holds the pictures', () => {
  const sources = named('img').map(({ attributes }) =>
    attributes.src!.replace(/^data:image\/png;base64,/, ''),
  )
  expect(sources.map((text) => [...Buffer.from(text, 'base64')])).toEqual([
    [137, 80, 78, 71],
    [137, 80, 78, 72],
  ])
})

test('is the same bytes for the same input', () => {
  renderReport({ ...exampleInput, methods: exampleInput.methods.slice(1) })
  expect(renderReport(exampleInput)).toBe(page)
})

test('shows hostile text as text', () => {
  const bad = '</title></style><script>alert(1)</script><img src="x" onerror="alert(2)">&\'"'
  const hostile = renderReport({
    title: bad,
    task: bad,
    command: bad,
    commit: bad,
    date: exampleInput.date,
    machine: bad,
    backend: bad,
    settings: { [bad]: bad },
    data: [{ part: bad, positives: 1, negatives: 1 }],
    methods: exampleInput.methods.map((method) => ({
      ...method,
      method: `${bad}${method.method}`,
    })),
  })
  const names = elements(hostile).map(({ name }) => name)
  expect(names).not.toContain('script')
  expect(names).not.toContain('img')
  expect(names.filter((name) => name === 'style' || name === 'title')).toHaveLength(2)
  expect(hostile).not.toMatch(/<script|<img/)
})

test('has no gap, no heading and no number that is none where a run has less to show', () => {
  const { commit: _commit, pictures: _pictures, ...least } = exampleInput
  const method = { ...exampleMethod('CT', 0), curve: [], steps: 0, seconds: 0 }
  const input: ReportInput = {
    ...least,
    data: [{ part: 'test', positives: 0, negatives: 0 }],
    methods: [method],
  }
  const small = renderReport(input)
  expect(tables(small)).toHaveLength(3)
  expect(elements(small).filter(({ name }) => name === 'figure')).toHaveLength(2)
  expect(small).not.toMatch(/NaN|Infinity|undefined|null|Commit/)
})

test('refuses what is not a date', () => {
  expect(() => renderReport({ ...exampleInput, date: 'yesterday' })).toThrow(RangeError)
})
