import { expect, test } from 'vitest'
import { verdict } from '../src/index.ts'
import { exampleMethod } from './example-run.ts'

const poor = exampleMethod('CE', 0.1, 0.618034)
const good = exampleMethod('AUCsc', 0.55, 0.414214)
const best = exampleMethod('CT', 0.6, 0.732051)
const number = String.raw`−?\d\.\d{3,5}`
const interval = String.raw`${number} \[${number}, ${number}\]`
const caveat = '; this is one seed, and another may rank them differently.'

const expectSentence = (sentence: string, pattern: string) => {
  expect(sentence).toMatch(new RegExp(`^${pattern}$`))
  expect(sentence).not.toMatch(/NaN|undefined|Infinity/)
}

test('says by how much the best method is ahead where the test separates them', () => {
  expectSentence(
    verdict([poor, best]),
    String.raw`CT has the highest test AUC \(${number}\), ahead of CE by ${interval} \(p < 0\.001\) in a paired DeLong test${caveat}`,
  )
})

test('does not claim a lead that may be luck', () => {
  expectSentence(
    verdict([best, good]),
    String.raw`CT has the highest test AUC \(${number}\), but cannot be told apart from AUCsc \(${interval}, p = 0\.\d+\) in a paired DeLong test${caveat}`,
  )
})

test('keeps both kinds of lead apart and names the correction', () => {
  expectSentence(
    verdict([poor, good, best]),
    String.raw`CT has the highest .*, ahead of CE by ${interval} \(p < 0\.001\), but cannot be told apart from AUCsc \(.*\) in paired DeLong tests \(Holm-corrected over 3 pairs\)${caveat}`,
  )
})

test('does not count a lead that only the uncorrected test would see', () => {
  const almost = exampleMethod('almost', 0.42, 0.414214)
  const alone = verdict([best, almost])
  const amongMany = verdict([
    best,
    almost,
    ...[1, 2, 3, 4].map((i) => ({ ...best, method: `copy ${i}` })),
  ])
  expect(alone).toMatch(/ahead of almost by .* \(p = 0\.0\d\d\)/)
  expect(amongMany).toContain('cannot be told apart from almost')
})

test('has a tie shared, and no lead over one another', () => {
  const twin = { ...best, method: 'twin' }
  expectSentence(
    verdict([best, twin]),
    String.raw`CT and twin share the highest test AUC \(${number}\)${caveat}`,
  )
  expectSentence(
    verdict([best, poor, twin]),
    String.raw`CT and twin share the highest test AUC \(${number}\), ahead of CE by .*`,
  )
})

test('claims a lead of tied methods only if it holds for each of them', () => {
  const { labels, scores } = good.test
  const worse = Array.from(scores, (score, i) => score - 0.05 * labels[i]!)
  const follower = { ...good, method: 'follower', test: { labels, scores: worse } }
  // The same scores dealt to other images of the same class: equal AUC, unlike the follower.
  const dealt = [0, 1].map((label) => Array.from(scores).filter((_, i) => labels[i] === label))
  const shuffled = Array.from(labels, (label) => dealt[label]!.pop()!)
  const twin = { ...good, method: 'twin', test: { labels, scores: shuffled } }
  expect(verdict([good, follower])).toContain('ahead of follower by')
  expect(verdict([good, twin, follower])).toMatch(
    /^AUCsc and twin share .*, but cannot be told apart from follower/,
  )
})

test('compares a single method with nothing', () => {
  expectSentence(
    verdict([good]),
    String.raw`AUCsc has a test AUC of ${number} \(95 % DeLong interval \[.*\]\) with one seed, and no other method to compare it with\.`,
  )
})

test('survives scores that say nothing or everything', () => {
  const { labels } = best.test
  const constant = {
    ...best,
    method: 'constant',
    test: { labels, scores: Array.from(labels, () => 0) },
  }
  const perfect = { ...best, method: 'perfect', test: { labels, scores: labels } }
  expectSentence(verdict([constant, perfect, best]), 'perfect has the highest test AUC .*')
  expectSentence(
    verdict([constant, { ...constant, method: 'other' }]),
    'constant and other share .*',
  )
})

test('needs a method', () => {
  expect(() => verdict([])).toThrow(new RangeError('a verdict needs at least one method'))
})
