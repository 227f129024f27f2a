/** Brings stored images to one shape. */

import { DataError } from '../data-error.ts'
import { resizeAntialiased } from '../formats/resize-antialiased.ts'
import { decodeImage } from '../formats/sharp-decode.ts'
import { storedSize } from '../formats/stored-size.ts'
import type { SourcePart } from '../source.ts'
import type { ImageShape } from './cache-layout.ts'

export interface Uniform {
  readonly shape: ImageShape
  /** Whether images of other heights and widths are resized, or refused. */
  readonly resize: boolean
  /** Whether coloured images are made grey where `shape` has one channel, or refused. */
  readonly grey: boolean
}

/**
 * The pixels of image `index`, of the shape that is wanted.
 *
 * @throws DataError if the image is missing, corrupt or of another shape: names where it comes from
 */
export async function uniformPixels(
  part: SourcePart,
  index: number,
  wanted: Uniform,
): Promise<Uint8Array> {
  const file = part.id(index)
  const image = await part.image(index)
  const { pixels, shape } =
    'encoded' in image ? await decode(image.encoded, file, wanted) : resized(image, wanted)
  if (shape.every((size, axis) => size === wanted.shape[axis])) return pixels
  throw new DataError(`is of ${shape.join(' × ')}, not of ${wanted.shape.join(' × ')}`, {
    file,
    remedy: 'Give a size to which all images are resized, and 1 or 3 channels',
  })
}

async function decode(encoded: Uint8Array, file: string, { shape, resize, grey }: Uniform) {
  const [h, w, c] = shape
  if (c === 1 && !grey && (await storedSize({ encoded }, file))[2] > 2)
    throw new DataError('is coloured, but the first image is grey', {
      file,
      remedy: 'Say how many channels all images shall have, 1 or 3',
    })
  const size = resize ? { size: [h, w] as const } : {}
  return decodeImage(encoded, { channels: c === 1 ? 1 : 3, file, ...size })
}

interface Pixels {
  readonly pixels: Uint8Array
  readonly shape: ImageShape
}

function resized(image: Pixels, { shape: [h, w, c], resize }: Uniform): Pixels {
  const { pixels, shape } = image.shape[2] === 1 && c === 3 ? inRgb(image) : image
  if (!resize || (shape[0] === h && shape[1] === w)) return { pixels, shape }
  return { pixels: resizeAntialiased(pixels, shape, [h, w]), shape: [h, w, shape[2]] }
}

/** A grey image in three equal channels. */
function inRgb({ pixels, shape: [h, w] }: Pixels): Pixels {
  const rgb = new Uint8Array(3 * pixels.length)
  pixels.forEach((value, i) => {
    rgb.fill(value, 3 * i, 3 * i + 3)
  })
  return { pixels: rgb, shape: [h, w, 3] }
}
