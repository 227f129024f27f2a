/** Decodes JPEG, PNG, WebP … files to the pixels that Pillow would give. */
import type { Sharp } from 'sharp'
import { DataError } from '../data-error.ts'
import { imageFormat } from './image-signature.ts'
import { resizeAntialiased } from './resize-antialiased.ts'

/** What a decoded image is to be like. */
export interface DecodeOptions {
  /** 3: RGB. 1: luminance, of colours by Rec. 601 as in Pillow's `convert('L')`. Default: 1 if stored so, else 3. */
  readonly channels?: 1 | 3
  /** Default: as stored. Proportions are not kept. */
  readonly size?: readonly [h: number, w: number]
  /** What errors call the image. */
  readonly file?: string
}

/** An image as bytes. */
export interface DecodedImage {
  readonly pixels: Uint8Array
  readonly shape: readonly [h: number, w: number, c: number]
}

/** 300 MB as RGB: a whole mammogram passes, a decompression bomb does not. */
const MAX_PIXELS = 10 ** 8

/**
 * The pixels of the image file `encoded`. As in Pillow, colour profiles and the camera's orientation are ignored and
 * transparency is dropped; of an animation, the first frame is taken.
 *
 * @throws DataError if the file is no image, is damaged or cut short, or has more than 10⁸ pixels
 */
export async function decodeImage(
  encoded: Uint8Array,
  { channels, size, file }: DecodeOptions = {},
): Promise<DecodedImage> {
  // Also keeps SVG and PDF, programs rather than photographs, from sharp.
  if (!imageFormat(encoded)) throw corrupt(file, 'is not an image file')
  const image = await open(encoded)
  const { data, info } = await decode(image, channels).catch((cause) => {
    throw corrupt(file, `cannot be decoded (${(cause as Error).message})`, cause)
  })
  const stored = info.channels === 1 ? 1 : 3
  const shape = [info.height, info.width, channels ?? stored] as const
  const pixels = shape[2] === 1 && info.channels === 3 ? luminance(data) : data
  if (!size || (size[0] === info.height && size[1] === info.width)) return { pixels, shape }
  return { pixels: resizeAntialiased(pixels, shape, size), shape: [size[0], size[1], shape[2]] }
}

/** Imported here, as sharp is a native library and most readers need none. */
async function open(encoded: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp(encoded, { failOn: 'error', limitInputPixels: MAX_PIXELS, ignoreIcc: true })
}

/** One channel if that is what is stored and not too few, else three. */
async function decode(image: Sharp, channels: 1 | 3 | undefined) {
  // Without being told, sharp would make three channels of these.
  const grey = channels !== 3 && ['b-w', 'grey16'].includes((await image.metadata()).space ?? '')
  return image
    .removeAlpha()
    .toColourspace(grey ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
}

/** sharp's own conversion goes through linear light. */
function luminance(rgb: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgb.length / 3 }, (_, i) => {
    const [r, g, b] = [rgb[3 * i] as number, rgb[3 * i + 1] as number, rgb[3 * i + 2] as number]
    return (19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16
  })
}

function corrupt(file: string | undefined, problem: string, cause?: unknown): DataError {
  return new DataError(problem, {
    ...(file !== undefined && { file }),
    remedy: 'Get the image again, or remove it',
    cause,
  })
}
