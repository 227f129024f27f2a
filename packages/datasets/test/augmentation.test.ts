import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Augmentation, imageRenderer } from '../src/augmentation.ts'

const golden = JSON.parse(
  readFileSync(new URL('golden/datasets.json', import.meta.url), 'utf8'),
) as { crops: { image: number[]; outputs: number[][] } }

const key = { seed: 0, purpose: 'test' }

/** One image of h × w × c, shown `count` times. */
function render(
  image: readonly number[],
  shape: readonly [number, number, number],
  augmentation: Augmentation,
  count = 1,
): number[][] {
  const images = Uint8Array.from(image)
  const batch = imageRenderer({ images, shape: [1, ...shape], augmentation, ...key })(
    0,
    new Int32Array(count),
  )
  const size = batch.length / count
  return Array.from({ length: count }, (_, i) => [...batch.subarray(i * size, (i + 1) * size)])
}

/** How often each of `known` occurs in `drawn`, as χ² against equal frequencies; throws on any other image. */
function chiSquare(drawn: number[][], known: number[][], tolerance: number): number {
  const counts = known.map(() => 0)
  for (const image of drawn) {
    const match = known.findIndex((other) =>
      other.every((value, i) => Math.abs(value - image[i]!) <= tolerance),
    )
    if (match < 0) throw new Error(`unknown image ${image}`)
    counts[match]!++
  }
  const expected = drawn.length / known.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('imageRenderer', () => {
  test('scales to [0, 1] in single precision', () => {
    const values = Array.from({ length: 256 }, (_, value) => value)
    const expected = Array.from(Float32Array.from(values, (value) => value / 255))
    expect(render(values, [16, 16, 1], {})).toEqual([expected])
  })

  test('centres in a border of zeros', () => {
    expect(render([51, 102, 153, 204], [2, 2, 1], { padTo: 4 })).toEqual([
      [0, 0, 0, 0, 0, 0.2, 0.4, 0, 0, 0.6, 0.8, 0, 0, 0, 0, 0].map(Math.fround),
    ])
    const odd = render([255, 255], [1, 2, 1], { padTo: 3 })
    expect(odd).toEqual([[0, 0, 0, 1, 1, 0, 0, 0, 0]])
  })

  test('flips half of the images, channels kept', () => {
    const plain = [10, 20, 30, 40, 50, 60]
    const flipped = [40, 50, 60, 10, 20, 30]
    const known = [plain, flipped].map((image) => image.map((value) => value / 255))
    const drawn = render(plain, [1, 2, 3], { flip: true }, 4000)
    expect(chiSquare(drawn, known, 1e-7)).toBeLessThan(15.2) // 1 degree of freedom, p = 1e-4
  })

  test('crops after padding, all displacements alike', () => {
    const image = [1, 2, 3, 4, 5, 6]
    const shifted = (down: number, right: number) =>
      image.map((_, i) => {
        const [y, x] = [Math.floor(i / 3) + down, (i % 3) + right]
        return y >= 0 && y < 2 && x >= 0 && x < 3 ? image[y * 3 + x]! / 255 : 0
      })
    const known = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => shifted(y, x)))
    const drawn = render(image, [2, 3, 1], { pad: 1 }, 9000)
    expect(chiSquare(drawn, known, 1e-7)).toBeLessThan(31.8) // 8 degrees of freedom, p = 1e-4
  })

  test("crops and enlarges as LibAUC's transforms do", () => {
    const { image, outputs } = golden.crops
    const drawn = render(image, [8, 8, 3], { shrink: 2, flip: true }, 3600)
    expect(chiSquare(drawn, outputs, 2e-7)).toBeLessThan(47.6) // 17 degrees of freedom, p = 1e-4
  })

  test('depends on seed, purpose, step and place, not on the neighbours', () => {
    const images = Uint8Array.from({ length: 2 * 64 }, (_, i) => i)
    const shape = [2, 8, 8, 1] as const
    const make = (change: object) =>
      imageRenderer({ images, shape, augmentation: { pad: 4, flip: true }, ...key, ...change })
    const first = make({})(5, Int32Array.of(0, 1))
    expect(make({})(5, Int32Array.of(0, 0)).subarray(0, 64)).toEqual(first.subarray(0, 64))
    for (const [change, step] of [
      [{ seed: 1 }, 5],
      [{ purpose: 'other' }, 5],
      [{}, 6],
    ] as const)
      expect(make(change)(step, Int32Array.of(0, 1))).not.toEqual(first)
  })

  test.each([
    [{ padTo: 7 }, /padTo must be an integer ≥ 8, got 7/],
    [{ padTo: 9.5 }, /padTo/],
    [{ pad: -1 }, /pad must be an integer ≥ 0, got -1/],
    [{ pad: Number.NaN }, /pad must/],
    [{ shrink: 8 }, /shrink must be an integer from 0 to 7, got 8/],
    [{ shrink: 0.5 }, /shrink/],
  ])('refuses %o', (augmentation, problem) => {
    expect(() => render(Array(64).fill(0), [8, 8, 1], augmentation)).toThrow(RangeError)
    expect(() => render(Array(64).fill(0), [8, 8, 1], augmentation)).toThrow(problem)
  })
})
