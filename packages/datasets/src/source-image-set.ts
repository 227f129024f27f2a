/** Loads a part of a data set to memory. */
import { availableParallelism } from 'node:os'
import { DataError } from './data-error.ts'
import { type DecodedImage, decodeImage } from './formats/sharp-decode.ts'
import type { ImageSet } from './image-set.ts'
import { sharedBytes } from './shared-bytes.ts'
import type { SourcePart } from './source.ts'

const MAX_BYTES = 2 ** 32

/**
 * All images of a part, which must be of one size, grey or RGB, each with one class. Arrays that lie in shared memory
 * already are used as they are.
 *
 * @throws RangeError if the images have several labels each
 * @throws DataError if there is no image, a class is not known, images are not of one size, one is corrupt, or they
 *   are larger than 4 GiB together
 */
export async function imageSet(part: SourcePart): Promise<ImageSet> {
  const { labelNames, count, classNames } = part
  if (labelNames.length !== 1)
    throw new RangeError(`images with one label are needed, not with ${labelNames.join(', ')}`)
  const labels = classLabels(part)
  if (count === 0) throw unfit('The part holds no image', 'Choose a part with images')
  const first = await decode(part, 0)
  if (count * first.pixels.length > MAX_BYTES)
    throw unfit(`${count} images of ${first.shape.join(' × ')} do not fit into memory`)
  const images = (await sharedView(part, first)) ?? (await copyImages(part, first))
  return { images, shape: [count, ...first.shape], labels, ...(classNames && { classNames }) }
}

function classLabels({ labels, id }: SourcePart): Uint8Array | Int32Array {
  const wrong = labels.findIndex((label) => !(Number.isInteger(label) && label >= 0))
  if (wrong >= 0)
    throw unfit(
      `${id(wrong)} has label ${labels[wrong]}, which is no class`,
      'Leave such images out',
    )
  return labels.some((label) => label > 255) ? Int32Array.from(labels) : Uint8Array.from(labels)
}

/** The shared memory in which all images lie one after the other, if they do. */
async function sharedView(part: SourcePart, first: DecodedImage): Promise<Uint8Array | undefined> {
  const { buffer, byteOffset, length } = first.pixels
  if (!(buffer instanceof SharedArrayBuffer)) return undefined
  for (let index = 1; index < part.count; index++) {
    const { pixels } = await decode(part, index, first)
    if (pixels.buffer !== buffer || pixels.byteOffset !== byteOffset + index * length)
      return undefined
  }
  return new Uint8Array(buffer, byteOffset, part.count * length)
}

async function copyImages(part: SourcePart, first: DecodedImage): Promise<Uint8Array> {
  const size = first.pixels.length
  const images = sharedBytes(part.count * size)
  const lanes = availableParallelism()
  const copyLane = async (lane: number) => {
    for (let index = lane; index < part.count; index += lanes)
      images.set((await decode(part, index, first)).pixels, index * size)
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => copyLane(lane)))
  return images
}

async function decode(part: SourcePart, index: number, like?: DecodedImage): Promise<DecodedImage> {
  const stored = await part.image(index)
  const image =
    'pixels' in stored ? stored : await decodeImage(stored.encoded, { file: part.id(index) })
  if (!like || image.shape.every((size, axis) => size === like.shape[axis])) return image
  const [wanted, found] = [like.shape.join(' × '), image.shape.join(' × ')]
  throw unfit(`${part.id(index)} is of ${found}, but the first image of ${wanted}`)
}

function unfit(
  problem: string,
  remedy = 'Prepare the data first, which resizes and does not need memory',
): DataError {
  return new DataError(problem, { remedy })
}
