/** Where the window of a random crop lies, how it is turned, and which sizes an image goes through. */
import { type RandomKey, randomStream } from '@deepauc/random'
import type { Augmentation } from './augmentation.ts'
import type { Window } from './copy-window.ts'

type Shape = readonly [n: number, h: number, w: number, c: number]
type Size = [height: number, width: number]

/** The sizes that an image goes through. */
export interface WindowSizes {
  /** Padded, or cut to its middle. */
  readonly canvas: Size
  /** What is cut out of the canvas. */
  readonly window: Size
  /** What the window is resized to. */
  readonly output: Size
}

/** @throws RangeError if the augmentation does not fit the images */
export function windowSizes([, h, w]: Shape, augmentation: Augmentation): WindowSizes {
  const { padTo, centerCrop, rotate = 0, pad = 0, crop, shrink = 0, resize } = augmentation
  if (padTo !== undefined && centerCrop !== undefined)
    throw new RangeError('padTo and centerCrop exclude each other')
  checkInteger('padTo', padTo, Math.max(h, w))
  checkInteger('centerCrop', centerCrop, 1, Math.min(h, w))
  const canvas = square(padTo ?? centerCrop) ?? [h, w]
  checkInteger('crop', crop, 1, Math.min(...canvas))
  const cropped = square(crop) ?? canvas
  checkInteger('shrink', shrink, 0, Math.min(...cropped) - 1)
  checkInteger('pad', pad, 0)
  checkInteger('resize', resize, 1)
  if (!(rotate >= 0 && rotate <= 180))
    throw new RangeError(`rotate must be in [0, 180] degrees, got ${rotate}`)
  const window: Size = [cropped[0] - shrink, cropped[1] - shrink]
  return { canvas, window, output: square(resize) ?? cropped }
}

/** A function of the random key: the window that it draws. */
export function drawWindow(shape: Shape, augmentation: Augmentation): (key: RandomKey) => Window {
  const { canvas, window } = windowSizes(shape, augmentation)
  const { rotate = 0, pad = 0, flip = false, verticalFlip = false } = augmentation
  const down = 2 * pad + canvas[0] - window[0] + 1
  const right = 2 * pad + canvas[1] - window[1] + 1
  const first: Window = {
    top: -Math.floor((canvas[0] - shape[1]) / 2) - pad,
    left: -Math.floor((canvas[1] - shape[2]) / 2) - pad,
    height: window[0],
    width: window[1],
    flip: false,
    verticalFlip: false,
    angle: 0,
  }
  if (down === 1 && right === 1 && !flip && !verticalFlip && rotate === 0) return () => first
  // The order of the draws is part of what a seed means: new ones come last.
  return (key) => {
    const random = randomStream(key)
    return {
      ...first,
      top: first.top + random.integer(down),
      left: first.left + random.integer(right),
      flip: flip && random.integer(2) === 1,
      verticalFlip: verticalFlip && random.integer(2) === 1,
      angle: rotate && (2 * random.uniform() - 1) * rotate,
    }
  }
}

function square(side: number | undefined): Size | undefined {
  return side === undefined ? undefined : [side, side]
}

/** @throws RangeError unless `value` is left out or an integer from `least` to `most` */
function checkInteger(
  name: string,
  value: number | undefined,
  least: number,
  most = Infinity,
): void {
  if (value === undefined) return
  if (Number.isInteger(value) && value >= least && value <= most) return
  const range = most === Infinity ? `≥ ${least}` : `from ${least} to ${most}`
  throw new RangeError(`${name} must be an integer ${range}, got ${value}`)
}
