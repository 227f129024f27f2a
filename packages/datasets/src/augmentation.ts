/** Turns 8-bit images into network input: padding, random crop and flip, scaling to [0, 1], in one pass. */
import { type RandomKey, randomStream } from '@deepauc/random'
import { bilinearResize } from './bilinear-resize.ts'
import { copyWindow, type Window } from './copy-window.ts'

type Shape = readonly [n: number, h: number, w: number, c: number]

/** What happens to an image on its way into a batch. Left out means not at all. */
export interface Augmentation {
  /** Side of the square that images are centred in, with a border of zeros: 32 turns 28 × 28 into 32 × 32. */
  readonly padTo?: number
  /** Random crop: a window of the image's size, displaced by up to `pad` pixels each way, zeros outside. */
  readonly pad?: number
  /** Random crop as in LibAUC (with 2): a window smaller by `shrink` pixels, enlarged again bilinearly. */
  readonly shrink?: number
  /** Exchanges left and right in half of the images, at random. */
  readonly flip?: boolean
}

/** What a batch's images are made of. Random numbers are keyed by seed, purpose, step and place in the batch. */
export interface RenderOptions {
  readonly images: Uint8Array
  readonly shape: Shape
  readonly augmentation: Augmentation
  readonly seed: number
  readonly purpose: string
}

/** The images `indices` as batch `step` shows them: `[indices.length, height, width, c]`, values in [0, 1]. */
export type Render = (step: number, indices: Int32Array) => Float32Array<ArrayBuffer>

/**
 * @returns a pure function of its arguments and `options`
 * @throws RangeError if `padTo` is smaller than the images, or `pad` or `shrink` does not fit them
 */
export function imageRenderer({ images, shape, augmentation, ...key }: RenderOptions): Render {
  const [, h, w, c] = shape
  const [height, width] = augmentedSize(shape, augmentation)
  const { shrink = 0 } = augmentation
  const drawWindow = windows(shape, augmentation)
  const cropped = new Float32Array((height - shrink) * (width - shrink) * c)
  const enlarge = bilinearResize([height - shrink, width - shrink, c], [height, width])
  const size = height * width * c
  return (step, indices) => {
    const batch = new Float32Array(indices.length * size)
    indices.forEach((index, place) => {
      const image = images.subarray(index * h * w * c, (index + 1) * h * w * c)
      const output = batch.subarray(place * size, (place + 1) * size)
      const window = drawWindow({ ...key, step, sample: place })
      copyWindow(image, [h, w, c], window, shrink ? cropped.fill(0) : output)
      if (shrink) enlarge(cropped, output)
    })
    return batch
  }
}

/**
 * Height and width of augmented images.
 *
 * @throws RangeError as {@link imageRenderer}
 */
export function augmentedSize(
  [, h, w]: Shape,
  { padTo, pad = 0, shrink = 0 }: Augmentation,
): [height: number, width: number] {
  const [height, width] = [padTo ?? h, padTo ?? w]
  if (!Number.isInteger(height) || height < h || width < w)
    throw new RangeError(`padTo must be an integer ≥ ${Math.max(h, w)}, got ${padTo}`)
  if (!Number.isInteger(pad) || pad < 0)
    throw new RangeError(`pad must be an integer ≥ 0, got ${pad}`)
  if (!Number.isInteger(shrink) || shrink < 0 || shrink >= Math.min(height, width))
    throw new RangeError(
      `shrink must be an integer from 0 to ${Math.min(height, width) - 1}, got ${shrink}`,
    )
  return [height, width]
}

function windows(shape: Shape, augmentation: Augmentation): (key: RandomKey) => Window {
  const [height, width] = augmentedSize(shape, augmentation)
  const { pad = 0, shrink = 0, flip = false } = augmentation
  const places = 2 * pad + shrink + 1
  const centred: Window = {
    top: -Math.floor((height - shape[1]) / 2) - pad,
    left: -Math.floor((width - shape[2]) / 2) - pad,
    height: height - shrink,
    width: width - shrink,
    flip: false,
  }
  if (places === 1 && !flip) return () => centred
  return (key) => {
    const random = randomStream(key)
    return {
      ...centred,
      top: centred.top + random.integer(places),
      left: centred.left + random.integer(places),
      flip: flip && random.integer(2) === 1,
    }
  }
}
