import { rocAuc } from '@deepauc/metrics'
import { describe, expect, test } from 'vitest'
import { dataColours, light } from '../src/charts/palette.ts'
import { figures } from '../src/index.ts'
import { exampleInput, exampleMethod } from './example-run.ts'
import { elements, lines, markers } from './markup.ts'

const { methods } = exampleInput
const [blue, orange] = ['#0072b2', '#d55e00']
const grey = '#aab2ba'
const drawn = figures(exampleInput)

const area = (points: [number, number][]) =>
  points
    .slice(1)
    .reduce((sum, [x, y], i) => sum + ((x - points[i]![0]) * (y + points[i]![1])) / 2, 0)

test('has a well-formed SVG with a description for every panel', () => {
  expect(Object.keys(drawn)).toEqual([
    'training-loss-by-gradient-evaluations',
    'training-loss-by-seconds',
    'validation-auc-by-gradient-evaluations',
    'validation-auc-by-seconds',
    'roc',
    'roc-low-rates',
    'scores-1',
    'scores-2',
    'scores-3',
  ])
  for (const svg of Object.values(drawn)) {
    const [root] = elements(svg)
    expect(root).toMatchObject({ name: 'svg', attributes: { role: 'img' } })
    expect(root!.attributes['aria-label']!.length).toBeGreaterThan(30)
    expect(root!.attributes.viewBox).toMatch(/^0 0 \d+ \d+$/)
    expect(svg).not.toMatch(/<style|CDATA|class=|NaN|undefined/)
  }
})

test('are the same bytes whatever was drawn before', () => {
  figures({ methods: methods.slice(0, 1) })
  expect(figures(exampleInput)).toEqual(drawn)
})

test('have only colours that the dark page knows', () => {
  const known = new Set<string | undefined>([...Object.values(light), ...dataColours, 'none'])
  for (const { name, attributes } of Object.values(drawn).flatMap(elements)) {
    if (attributes['stroke-width'] !== '0' && attributes.stroke)
      expect(known).toContain(attributes.stroke)
    if (name === 'text') expect([light.ink, light.muted]).toContain(attributes.fill)
  }
})

describe('training curves', () => {
  test.each(['gradient-evaluations', 'seconds'])(
    'mark every evaluation, to scale, by %s',
    (cost) => {
      const svg = drawn[`validation-auc-by-${cost}`]!
      const points = markers(svg, blue)
      expect(points).toHaveLength(4)
      const steps = points.slice(1).map(([x, y], i) => [x - points[i]![0], y - points[i]![1]])
      for (const [dx, dy] of steps) {
        expect(dx).toBeGreaterThan(0)
        expect(dy).toBeLessThan(0)
        expect(dx).toBeCloseTo(steps[0]![0]!, 1)
        expect(dy).toBeCloseTo(steps[0]![1]!, 1)
      }
    },
  )

  test('leave out what was not evaluated or is not finite', () => {
    const { curve, ...method } = exampleMethod('CE', 0.5)
    const gaps = curve.map(({ gradientEvaluations, steps, seconds }, i) => ({
      gradientEvaluations,
      steps,
      seconds,
      trainingLoss: i === 2 ? Number.NaN : 1,
      ...(i < 2 ? { validationObjective: 0.1 } : {}),
    }))
    const sparse = figures({ methods: [{ ...method, curve: gaps }] })
    expect(markers(sparse['training-loss-by-seconds']!, blue)).toHaveLength(3)
    expect(markers(sparse['validation-objective-by-seconds']!, blue)).toHaveLength(2)
    expect(sparse).not.toHaveProperty('validation-auc-by-seconds')
    expect(Object.keys(figures({ methods: [{ ...method, curve: [] }] }))).toEqual([
      'roc',
      'roc-low-rates',
      'scores-1',
    ])
  })
})

test('the area under a drawn ROC curve is the AUC', () => {
  const [chance] = lines(drawn.roc!, grey).filter((points) => points.length === 2)
  const [[left, bottom], [right, top]] = chance as [[number, number], [number, number]]
  for (const [i, colour] of [blue, orange].entries()) {
    const [curve] = lines(drawn.roc!, colour)
    const { labels, scores } = methods[i]!.test
    const share =
      area(curve!.map(([x, y]) => [x - left, bottom - y])) / ((right - left) * (bottom - top))
    expect(share).toBeCloseTo(rocAuc(labels, scores), 3)
  }
})

test('histograms of both classes and all methods have the same area', () => {
  const areas = methods.flatMap((_, i) => {
    const svg = drawn[`scores-${i + 1}`]!
    const colours = [grey, [blue, orange, '#009e73'][i]!]
    return colours.map((colour) => {
      const [outline] = lines(svg, colour)
      return area(outline!.map(([x, y]) => [x, -y + outline![0]![1]]))
    })
  })
  expect(areas).toHaveLength(6)
  for (const value of areas) expect(value / areas[0]!).toBeCloseTo(1, 2)
})

test('equal scores have a histogram too', () => {
  const { labels } = methods[0]!.test
  const constant = { ...methods[0]!, test: { labels, scores: Array.from(labels, () => 3) } }
  const [outline] = lines(figures({ methods: [constant] })['scores-1']!, blue)
  expect(new Set(outline!.map(([, y]) => y)).size).toBe(2)
})

test('infinite scores count in the outer bins', () => {
  const { labels, scores } = methods[0]!.test
  const infinite = Array.from(scores, (score, i) => (i === 0 ? Number.POSITIVE_INFINITY : score))
  const drawing = figures({ methods: [{ ...methods[0]!, test: { labels, scores: infinite } }] })
  expect(drawing['scores-1']).not.toMatch(/NaN|Infinity/)
  const all = infinite.map((_, i) => (labels[i] === 1 ? 1 : -1) * Number.POSITIVE_INFINITY)
  const [outline] = lines(
    figures({ methods: [{ ...methods[0]!, test: { labels, scores: all } }] })['scores-1']!,
    blue,
  )
  const [foot] = outline![0]!.slice(1)
  expect(outline!.filter(([, y]) => y !== foot)).toHaveLength(2)
})

test('names are text, whatever they hold', () => {
  const hostile = { ...methods[0]!, method: '<script>alert("1")</script> id="zr0-c0" {a|b}' }
  for (const svg of Object.values(figures({ methods: [hostile, methods[1]!] }))) {
    expect(elements(svg).map(({ name }) => name)).not.toContain('script')
    expect(svg).not.toContain('<script')
  }
})
