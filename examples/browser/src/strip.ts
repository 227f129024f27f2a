/** Paints images in a row. */
import { type Images, side } from './rings.ts'

/** As many as the canvas has room for, two pixels apart. */
export function paintStrip(
  canvas: HTMLCanvasElement,
  { pixels }: Images,
  chosen: readonly number[],
): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  for (const [i, image] of chosen.entries()) {
    const picture = context.createImageData(side, side)
    for (let pixel = 0; pixel < side ** 2; pixel++) {
      const grey = 255 * (pixels[image * side ** 2 + pixel] as number)
      picture.data.set([grey, grey, grey, 255], 4 * pixel)
    }
    context.putImageData(picture, i * (side + 2), 0)
  }
}
