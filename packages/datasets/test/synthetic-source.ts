import { randomStream } from '@deepauc/random'
import sharp from 'sharp'
import type { ImageSource, SourcePart } from '../src/source.ts'
import { arrayPart, arraySource } from '../src/sources/array-part.ts'

export interface SyntheticOptions {
  readonly train?: number
  readonly test?: number
  readonly shape?: readonly [h: number, w: number, c: 1 | 3]
  readonly seed?: number
}

/** The pixels of an image that no other row has. */
export function syntheticPixels(
  purpose: string,
  index: number,
  shape: readonly [h: number, w: number, c: number],
  seed = 0,
): Uint8Array {
  const random = randomStream({ seed, purpose, sample: index })
  const tile = Uint8Array.from({ length: 251 }, () => random.integer(256))
  const pixels = new Uint8Array(shape[0] * shape[1] * shape[2])
  for (let at = 0; at < pixels.length; at += tile.length)
    pixels.set(tile.subarray(0, pixels.length - at), at)
  return pixels
}

/** Raw images with one class and a patient each in `train`, PNG files with two findings each in `test`. */
export function syntheticSource(options: SyntheticOptions = {}): ImageSource {
  const { train = 20, test = 5, shape = [6, 5, 3], seed = 0 } = options
  const pixels = (part: string, index: number) => syntheticPixels(part, index, shape, seed)
  const raw: SourcePart = {
    ...arrayPart({
      pixels: async (index) => pixels('train', index),
      shape: [train, ...shape],
      labels: Array.from({ length: train }, (_, i) => i % 3),
      classNames: ['cat', 'dog', 'ähnlich'],
      id: (index) => `train.bin, row ${index}`,
    }),
    groups: Array.from({ length: train }, (_, i) => `patient ${Math.floor(i / 2)}`),
  }
  const [height, width, channels] = shape
  const encoded: SourcePart = {
    count: test,
    labelNames: ['edema', 'cardiomegaly'],
    labels: Float32Array.from({ length: 2 * test }, (_, i) => (i % 5 === 4 ? Number.NaN : i % 2)),
    id: (index) => `test/${index}.png`,
    image: async (index) => ({
      encoded: await sharp(pixels('test', index), { raw: { width, height, channels } })
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .png({ compressionLevel: 1 })
        .toBuffer(),
    }),
  }
  return arraySource('synthetic', { train: raw, test: encoded }, ['One image was given twice.'])
}
