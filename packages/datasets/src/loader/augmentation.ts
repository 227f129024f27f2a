/** Turns 8-bit images into network input: padding, rotation, crop, flips, resizing, scaling, in one pass. */

import { bilinearResize } from './bilinear-resize.ts'
import { copyWindow } from './copy-window.ts'
import { drawWindow, windowSizes } from './draw-window.ts'
import { type ImageShards, imageReader, type ReadImage } from './image-reader.ts'
import { rotateWindow } from './rotate-window.ts'
import { type Normalization, valueTable } from './value-table.ts'

type Shape = readonly [n: number, h: number, w: number, c: number]

/** What happens to an image on its way into a batch, in this order. Left out means not at all. */
export interface Augmentation {
  /** Side of the square that images are centred in, with a border of zeros: 32 turns 28 × 28 into 32 × 32. */
  readonly padTo?: number
  /** Side of the square that is kept of an image's middle: what `crop` is in training, for evaluation. */
  readonly centerCrop?: number
  /** Random rotation about the image's centre, by up to so many degrees either way: bilinear, zeros outside. */
  readonly rotate?: number
  /** Random crop: a window of the image's size, displaced by up to `pad` pixels each way, zeros outside. */
  readonly pad?: number
  /** Random crop: the side of a square window. */
  readonly crop?: number
  /** Random crop as in LibAUC (with 2): a window smaller by `shrink` pixels, enlarged again bilinearly. */
  readonly shrink?: number
  /** Exchanges left and right in half of the images, at random. */
  readonly flip?: boolean
  /** Exchanges top and bottom in half of the images, at random. */
  readonly verticalFlip?: boolean
  /** Side of the square that all of this is resized to, bilinearly and without smoothing. */
  readonly resize?: number
  /** Of values in [0, 1]: subtracts each channel's mean and divides by its standard deviation. */
  readonly normalize?: Normalization
}

/** What a batch's images are made of. Random numbers are keyed by seed, purpose, step and place in the batch. */
export interface RenderOptions {
  readonly images: Uint8Array | ImageShards
  readonly shape: Shape
  readonly augmentation: Augmentation
  readonly seed: number
  readonly purpose: string
}

/** The images `indices` as batch `step` shows them: `[indices.length, height, width, c]`, in [0, 1] or normalised. */
export type Render = (step: number, indices: Int32Array) => Float32Array<ArrayBuffer>

/**
 * @param read what reads the images; by default, files stay open as long as the process lives
 * @returns a pure function of its arguments and `options`
 * @throws RangeError if the augmentation does not fit the images
 */
export function imageRenderer(
  { images, shape, augmentation, ...key }: RenderOptions,
  read: ReadImage = imageReader(images, shape).read,
): Render {
  const [, h, w, c] = shape
  const [height, width] = augmentedSize(shape, augmentation)
  const { window } = windowSizes(shape, augmentation)
  const draw = drawWindow(shape, augmentation)
  const table = valueTable(c, augmentation.normalize)
  const stored = new Uint8Array(h * w * c)
  const cut = new Float32Array(window[0] * window[1] * c)
  const resized = window[0] !== height || window[1] !== width
  const resize = bilinearResize([...window, c], [height, width])
  const size = height * width * c
  return (step, indices) => {
    const batch = new Float32Array(indices.length * size)
    indices.forEach((index, place) => {
      const output = batch.subarray(place * size, (place + 1) * size)
      const view = draw({ ...key, step, sample: place })
      const show = view.angle === 0 ? copyWindow : rotateWindow
      show(read(index, stored), [h, w, c], view, resized ? cut : output, table)
      if (resized) resize(cut, output)
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
  shape: Shape,
  augmentation: Augmentation,
): [height: number, width: number] {
  valueTable(shape[3], augmentation.normalize)
  return windowSizes(shape, augmentation).output
}
