/** How large a stored image is. */
import { DataError } from '../data-error.ts'
import type { StoredImage } from '../source.ts'
import { imageFormat } from './image-signature.ts'

/**
 * Height, width and channels; of a compressed image by its header alone.
 *
 * @param id names the image in errors
 * @throws DataError if the header is not one of an image
 */
export async function storedSize(
  image: StoredImage,
  id: string,
): Promise<readonly [h: number, w: number, c: number]> {
  if ('pixels' in image) return image.shape
  // Also keeps SVG and PDF, programs rather than photographs, from sharp.
  if (!imageFormat(image.encoded)) throw corrupt(id, 'is not an image file')
  // Loaded here, so that sets without compressed images do not load a native library.
  const { default: sharp } = await import('sharp')
  try {
    const { height, width, channels } = await sharp(image.encoded).metadata()
    return [height, width, channels]
  } catch (cause) {
    throw corrupt(id, `is not an image that can be read (${(cause as Error).message})`, cause)
  }
}

function corrupt(id: string, problem: string, cause?: unknown): DataError {
  const remedy = 'Get the file again from its source, or take it out'
  return new DataError(problem, { file: id, remedy, cause })
}
