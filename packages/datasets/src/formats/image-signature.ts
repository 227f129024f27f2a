/** Tells image files by their first bytes, as names lie. */

const SIGNATURES: readonly (readonly [format: string, hex: RegExp])[] = [
  ['jpeg', /^ffd8ff/],
  ['png', /^89504e470d0a1a0a/],
  ['webp', /^52494646.{8}57454250/],
  ['gif', /^47494638(37|39)61/],
  ['tiff', /^(49492a00|4d4d002a)/],
  ['bmp', /^424d/],
  // P1 … P6 and white space.
  ['pnm', /^503[1-6](09|0a|0d|20)/],
]

const SIGNATURE_BYTES = 12

/** The format of an image file's bytes; undefined if they are none, or not a photograph's format (SVG, PDF). */
export function imageFormat(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, SIGNATURE_BYTES)).toString('hex')
  return SIGNATURES.find(([, hex]) => hex.test(start))?.[0]
}
