/** Batch normalisation of `[rows, channels]` by the mean and the variance of each channel. */
import { add, div, mul, splat, squareRoot, sub } from './lanes.ts'

/** Sums run within blocks of rows first: less rounding, and a block stays in the cache while its channels take turns. */
const blockRows: usize = 256

/**
 * y = (x − mean) · inverse · scale + offset with inverse = 1 / √(biased variance + epsilon).
 *
 * `variance` gets the unbiased one.
 */
export function batchNorm(
  x: usize,
  scale: usize,
  offset: usize,
  y: usize,
  mean: usize,
  variance: usize,
  inverse: usize,
  rows: usize,
  channels: usize,
  epsilon: f32,
): void {
  if (channels % 4 === 0) {
    moments<v128>(x, mean, variance, inverse, rows, channels, epsilon)
    normalise<v128>(x, scale, offset, y, mean, inverse, rows, channels)
  } else {
    moments<f32>(x, mean, variance, inverse, rows, channels, epsilon)
    normalise<f32>(x, scale, offset, y, mean, inverse, rows, channels)
  }
}

/**
 * dOffset = Σ dy, dScale = Σ dy · x̂, dx = scale · inverse · (dy − dOffset / rows − x̂ · dScale / rows) with
 * x̂ = (x − mean) · inverse.
 */
export function batchNormGradient(
  dy: usize,
  x: usize,
  scale: usize,
  mean: usize,
  inverse: usize,
  dx: usize,
  dScale: usize,
  dOffset: usize,
  rows: usize,
  channels: usize,
): void {
  if (channels % 4 === 0) {
    parameterGradients<v128>(dy, x, mean, inverse, dScale, dOffset, rows, channels)
    inputGradient<v128>(dy, x, scale, mean, inverse, dx, dScale, dOffset, rows, channels)
  } else {
    parameterGradients<f32>(dy, x, mean, inverse, dScale, dOffset, rows, channels)
    inputGradient<f32>(dy, x, scale, mean, inverse, dx, dScale, dOffset, rows, channels)
  }
}

function moments<T>(
  x: usize,
  mean: usize,
  variance: usize,
  inverse: usize,
  rows: usize,
  channels: usize,
  epsilon: f32,
): void {
  const row = channels << 2
  const count = splat<T>(<f32>rows)
  const one = splat<T>(1)
  addUp<T>(x, mean, rows, row)
  for (let c: usize = 0; c < row; c += sizeof<T>())
    store<T>(mean + c, div<T>(load<T>(mean + c), count))
  addUpSquares<T>(x, mean, variance, rows, row)
  for (let c: usize = 0; c < row; c += sizeof<T>()) {
    const squares = load<T>(variance + c)
    const deviation = squareRoot<T>(add<T>(div<T>(squares, count), splat<T>(epsilon)))
    store<T>(inverse + c, div<T>(one, deviation))
    store<T>(variance + c, div<T>(squares, sub<T>(count, one)))
  }
}

/** Σ x */
function addUp<T>(x: usize, sums: usize, rows: usize, row: usize): void {
  memory.fill(sums, 0, row)
  for (let first: usize = 0; first < rows; first += blockRows) {
    const end = x + min(rows, first + blockRows) * row
    for (let c: usize = 0; c < row; c += sizeof<T>()) {
      let sum = splat<T>(0)
      for (let at = x + first * row + c; at < end; at += row) sum = add<T>(sum, load<T>(at))
      store<T>(sums + c, add<T>(load<T>(sums + c), sum))
    }
  }
}

/** Σ (x − mean)² */
function addUpSquares<T>(x: usize, mean: usize, sums: usize, rows: usize, row: usize): void {
  memory.fill(sums, 0, row)
  for (let first: usize = 0; first < rows; first += blockRows) {
    const end = x + min(rows, first + blockRows) * row
    for (let c: usize = 0; c < row; c += sizeof<T>()) {
      const centre = load<T>(mean + c)
      let sum = splat<T>(0)
      for (let at = x + first * row + c; at < end; at += row) {
        const centred = sub<T>(load<T>(at), centre)
        sum = add<T>(sum, mul<T>(centred, centred))
      }
      store<T>(sums + c, add<T>(load<T>(sums + c), sum))
    }
  }
}

function normalise<T>(
  x: usize,
  scale: usize,
  offset: usize,
  y: usize,
  mean: usize,
  inverse: usize,
  rows: usize,
  channels: usize,
): void {
  const row = channels << 2
  const shift = y - x
  for (let first: usize = 0; first < rows; first += blockRows) {
    const end = x + min(rows, first + blockRows) * row
    for (let c: usize = 0; c < row; c += sizeof<T>()) {
      const centre = load<T>(mean + c)
      const factor = mul<T>(load<T>(inverse + c), load<T>(scale + c))
      const constant = load<T>(offset + c)
      for (let at = x + first * row + c; at < end; at += row)
        store<T>(at + shift, add<T>(mul<T>(sub<T>(load<T>(at), centre), factor), constant))
    }
  }
}

function parameterGradients<T>(
  dy: usize,
  x: usize,
  mean: usize,
  inverse: usize,
  dScale: usize,
  dOffset: usize,
  rows: usize,
  channels: usize,
): void {
  const row = channels << 2
  const shift = dy - x
  memory.fill(dScale, 0, row)
  memory.fill(dOffset, 0, row)
  for (let first: usize = 0; first < rows; first += blockRows) {
    const end = x + min(rows, first + blockRows) * row
    for (let c: usize = 0; c < row; c += sizeof<T>()) {
      const centre = load<T>(mean + c)
      let sum = splat<T>(0)
      let product = sum
      for (let at = x + first * row + c; at < end; at += row) {
        const gradient = load<T>(at + shift)
        sum = add<T>(sum, gradient)
        product = add<T>(product, mul<T>(gradient, sub<T>(load<T>(at), centre)))
      }
      store<T>(dOffset + c, add<T>(load<T>(dOffset + c), sum))
      const scaled = mul<T>(product, load<T>(inverse + c))
      store<T>(dScale + c, add<T>(load<T>(dScale + c), scaled))
    }
  }
}

function inputGradient<T>(
  dy: usize,
  x: usize,
  scale: usize,
  mean: usize,
  inverse: usize,
  dx: usize,
  dScale: usize,
  dOffset: usize,
  rows: usize,
  channels: usize,
): void {
  const row = channels << 2
  const count = splat<T>(<f32>rows)
  for (let first: usize = 0; first < rows; first += blockRows) {
    const end = x + min(rows, first + blockRows) * row
    for (let c: usize = 0; c < row; c += sizeof<T>()) {
      const centre = load<T>(mean + c)
      const inverted = load<T>(inverse + c)
      const factor = mul<T>(load<T>(scale + c), inverted)
      const mean1 = div<T>(load<T>(dOffset + c), count)
      const mean2 = mul<T>(div<T>(load<T>(dScale + c), count), inverted)
      for (let at = x + first * row + c; at < end; at += row) {
        const rest = sub<T>(load<T>(at + (dy - x)), mean1)
        const along = mul<T>(sub<T>(load<T>(at), centre), mean2)
        store<T>(at + (dx - x), mul<T>(factor, sub<T>(rest, along)))
      }
    }
  }
}
