import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Augmentation, imageRenderer } from '../src/loader/augmentation.ts'
import { rotateWindow } from '../src/loader/rotate-window.ts'
import { valueTable } from '../src/loader/value-table.ts'

const golden = JSON.parse(
  readFileSync(new URL('golden/datasets.json', import.meta.url), 'utf8'),
) as { crops: { image: number[]; outputs: number[][] } }

const torchvision = JSON.parse(
  readFileSync(new URL('golden/augmentation.json', import.meta.url), 'utf8'),
) as {
  rotations: { shape: ImageShape; angle: number; image: number[]; output: number[] }[]
  resizes: { shape: ImageShape; side: number; image: number[]; output: number[] }[]
  normalized: { mean: number[]; std: number[]; image: number[]; output: number[] }
}

type ImageShape = [h: number, w: number, c: number]

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

function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 3e-7,
): void {
  const differences = Array.from(actual, (value, i) => Math.abs(value - expected[i]!))
  expect(actual.length).toBe(expected.length)
  expect(Math.max(...differences)).toBeLessThan(tolerance)
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

  test('flips top and bottom of half of the images', () => {
    const known = [
      [10, 20, 30, 40],
      [30, 40, 10, 20],
    ].map((image) => image.map((value) => value / 255))
    const drawn = render(
      known[0]!.map((value) => value * 255),
      [2, 1, 2],
      { verticalFlip: true },
      4000,
    )
    expect(chiSquare(drawn, known, 1e-7)).toBeLessThan(15.2) // 1 degree of freedom, p = 1e-4
  })

  test('crops a smaller window, all places alike', () => {
    const image = Array.from({ length: 12 }, (_, i) => i + 1)
    const known = [0, 1].flatMap((top) =>
      [0, 1, 2].map((left) => [0, 4].flatMap((row) => [0, 1].map((x) => top * 4 + row + left + x))),
    )
    const values = known.map((places) => places.map((place) => image[place]! / 255))
    const drawn = render(image, [3, 4, 1], { crop: 2 }, 6000)
    expect(chiSquare(drawn, values, 1e-7)).toBeLessThan(25.7) // 5 degrees of freedom, p = 1e-4
  })

  test('keeps the middle', () => {
    const image = Array.from({ length: 25 }, (_, i) => i * 10)
    const expected = [60, 70, 80, 110, 120, 130, 160, 170, 180].map((value) => value / 255)
    expect(render(image, [5, 5, 1], { centerCrop: 3 })).toEqual([expected.map(Math.fround)])
  })

  test.each(torchvision.rotations)(
    'turns $shape by $angle degrees as torchvision does',
    ({ shape, angle, image, output }) => {
      const [height, width, c] = shape
      const turned = new Float32Array(output.length)
      const window = { top: 0, left: 0, height, width, flip: false, verticalFlip: false, angle }
      rotateWindow(Uint8Array.from(image), shape, window, turned, valueTable(c))
      expectClose(turned, output)
    },
  )

  test('a turned window is padded, displaced and flipped as one that is not', () => {
    const image = Uint8Array.from({ length: 5 * 4 * 3 }, (_, i) => i + 1)
    const shape = [1, 5, 4, 3] as const
    const augmentation = { padTo: 6, pad: 2, flip: true, verticalFlip: true }
    const indices = new Int32Array(50)
    const make = (more: Augmentation) =>
      imageRenderer({ images: image, shape, augmentation: { ...augmentation, ...more }, ...key })
    const plain = make({})(3, indices)
    const turned = make({ rotate: 1e-9 })(3, indices)
    expectClose(turned, plain)
  })

  test('draws angles uniformly from both sides', () => {
    // A bright pixel to the right of the middle goes up when turned counter-clockwise.
    const image = Array(81).fill(0)
    image[4 * 9 + 7] = 255
    const heights = render(image, [9, 9, 1], { rotate: 30 }, 2000).map((turned) => {
      const mass = turned.reduce((sum, value) => sum + value, 0)
      return turned.reduce((sum, value, i) => sum + value * (4 - Math.floor(i / 9)), 0) / mass
    })
    // The height is 3 sin(angle), to within what interpolation shifts.
    const angles = heights.map((up) => (Math.asin(up / 3) * 180) / Math.PI)
    expect(Math.max(...angles)).toBeGreaterThan(27)
    expect(Math.min(...angles)).toBeLessThan(-27)
    const inner = angles.filter((angle) => Math.abs(angle) < 15).length
    expect(Math.abs(inner - 1000)).toBeLessThan(5 * 22.4) // Five standard deviations.
  })

  test.each(torchvision.resizes)(
    'resizes $shape to a side of $side as PyTorch does',
    ({ shape, side, image, output }) => {
      expectClose(render(image, shape, { resize: side })[0]!, output)
    },
  )

  test('normalizes as torchvision does', () => {
    const { image, output, mean, std } = torchvision.normalized
    expectClose(render(image, [4, 4, 3], { normalize: { mean, std } })[0]!, output, 2e-6)
  })

  test('normalizes the border, too, and grey values by one number', () => {
    const normalize = { mean: [0.5], std: [0.25] }
    expect(render([255], [1, 1, 1], { padTo: 3, normalize })).toEqual([
      [-2, -2, -2, -2, 2, -2, -2, -2, -2],
    ])
    const two = { mean: [0, 1], std: [1, 2] }
    expect(render([0, 255], [1, 1, 2], { padTo: 2, normalize: two })).toEqual([
      [0, 0, 0, -0.5, 0, -0.5, 0, -0.5],
    ])
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
    [{ crop: 9 }, /crop must be an integer from 1 to 8, got 9/],
    [{ crop: 4, shrink: 4 }, /shrink must be an integer from 0 to 3, got 4/],
    [{ centerCrop: 0 }, /centerCrop must be an integer from 1 to 8, got 0/],
    [{ centerCrop: 4, padTo: 9 }, /padTo and centerCrop exclude each other/],
    [{ resize: 0 }, /resize must be an integer ≥ 1, got 0/],
    [{ rotate: 181 }, /rotate must be in \[0, 180\] degrees, got 181/],
    [{ rotate: Number.NaN }, /rotate must/],
    [
      { normalize: { mean: [0], std: [1, 1] } },
      /normalize.std needs 1 number, or one for each of 1 channels, got 2/,
    ],
    [{ normalize: { mean: [0], std: [0] } }, /normalize.std must be positive, got 0/],
    [{ normalize: { mean: [Number.NaN], std: [1] } }, /normalize.mean must be finite/],
  ])('refuses %o', (augmentation, problem) => {
    expect(() => render(Array(64).fill(0), [8, 8, 1], augmentation)).toThrow(RangeError)
    expect(() => render(Array(64).fill(0), [8, 8, 1], augmentation)).toThrow(problem)
  })
})
