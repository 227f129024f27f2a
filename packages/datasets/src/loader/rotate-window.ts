/** Cuts a window out of a turned 8-bit image. */
import type { Window } from './copy-window.ts'

/**
 * Writes what `window` shows of `pixels` (`[h, w, c]`), turned by `window.angle`, into `output`
 * (`[window.height, window.width, c]`). Each value is interpolated bilinearly between four pixels of the image; those
 * outside are zeros.
 *
 * @param table what each value becomes, `[c, 256]`: a linear function of the value
 * @see torchvision.transforms.v2.functional.rotate, interpolation BILINEAR, without expand
 */
export function rotateWindow(
  pixels: Uint8Array,
  [h, w, c]: readonly [h: number, w: number, c: number],
  { top, left, height, width, flip, verticalFlip, angle }: Window,
  output: Float32Array,
  table: Float32Array,
): void {
  const radians = (angle * Math.PI) / 180
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)]
  const [middleY, middleX] = [(h - 1) / 2, (w - 1) / 2]
  const grid = { pixels, h, w, c }
  const [firstY, stepY] = verticalFlip ? [height - 1, -1] : [0, 1]
  const [firstX, stepX] = flip ? [width - 1, -1] : [0, 1]
  for (let y = 0, to = 0; y < height; y++) {
    const down = firstY + stepY * y + top - middleY
    for (let x = 0; x < width; x++, to += c) {
      const right = firstX + stepX * x + left - middleX
      const atY = sin * right + cos * down + middleY
      const atX = cos * right - sin * down + middleX
      for (let k = 0; k < c; k++) output[to + k] = read(table, k, bilinear(grid, atY, atX, k))
    }
  }
}

interface Grid {
  readonly pixels: Uint8Array
  readonly h: number
  readonly w: number
  readonly c: number
}

function bilinear(grid: Grid, y: number, x: number, k: number): number {
  const top = Math.floor(y)
  const above = linear(grid, top, x, k)
  const below = linear(grid, top + 1, x, k)
  return above + (below - above) * (y - top)
}

function linear({ pixels, h, w, c }: Grid, y: number, x: number, k: number): number {
  if (y < 0 || y >= h) return 0
  const left = Math.floor(x)
  const at = (y * w + left) * c + k
  const near = left >= 0 && left < w ? (pixels[at] as number) : 0
  const far = left >= -1 && left < w - 1 ? (pixels[at + c] as number) : 0
  return near + (far - near) * (x - left)
}

/** The table's entry for a value between the whole ones. */
function read(table: Float32Array, k: number, value: number): number {
  const zero = table[k * 256] as number
  return zero + (((table[k * 256 + 255] as number) - zero) * value) / 255
}
