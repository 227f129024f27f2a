/** The gradient of a convolution in its filter: products of columns of x with columns of dy, in tiles that stay in registers. */

/** Values of x and dy that all taps visit before the next ones, about what the first-level cache holds. */
const blockSize: i32 = 8192

/**
 * dFilter[i, j, c, d] = Σ x[n, s·p + i − top, t·q + j − left, c] · dy[n, p, q, d] over n, p, q, x being zero outside the image.
 *
 * x is `[images, height, width, from]`, dy `[images, rows, columns, to]`, dFilter `[filterHeight, filterWidth, from, to]`,
 * s is strideHeight, t is strideWidth.
 */
export function convolutionFilterGradient(
  x: usize,
  dy: usize,
  dFilter: usize,
  images: i32,
  height: i32,
  width: i32,
  from: i32,
  rows: i32,
  columns: i32,
  to: i32,
  filterHeight: i32,
  filterWidth: i32,
  top: i32,
  left: i32,
  strideHeight: i32,
  strideWidth: i32,
): void {
  const xRow = (<usize>(width * from)) << 2
  const dyRow = (<usize>(columns * to)) << 2
  const filterRow = (<usize>(filterWidth * from * to)) << 2
  memory.fill(dFilter, 0, <usize>filterHeight * filterRow)
  const blockRows = max(1, blockSize / (columns * (from + to)))
  for (let n = 0; n < images; n++, x += <usize>height * xRow, dy += <usize>rows * dyRow)
    for (let first = 0; first < rows; first += blockRows) {
      const end = min(rows, first + blockRows)
      for (let i = 0; i < filterHeight; i++) {
        const p = max(first, firstInside(top - i, strideHeight))
        const tall = min(end, firstInside(height + top - i, strideHeight)) - p
        const a = x + <usize>(p * strideHeight + i - top) * xRow
        const b = dy + <usize>p * dyRow
        const out = dFilter + <usize>i * filterRow
        const step = <usize>strideHeight * xRow
        if (tall > 0)
          addRow(a, b, out, tall, width, from, columns, to, filterWidth, left, strideWidth, step)
      }
    }
}

/** The smallest index ≥ 0 with index · stride ≥ position. */
function firstInside(position: i32, stride: i32): i32 {
  return position > 0 ? (position + stride - 1) / stride : 0
}

/** One row of the filter: adds what `tall` rows of dy and the rows of x that they meet there have to add. */
function addRow(
  x: usize,
  dy: usize,
  out: usize,
  tall: i32,
  width: i32,
  from: i32,
  columns: i32,
  to: i32,
  filterWidth: i32,
  left: i32,
  stride: i32,
  xRow: usize,
): void {
  const xPixel = (<usize>from) << 2
  const dyPixel = (<usize>to) << 2
  const dyRow = <usize>columns * dyPixel
  for (let j = 0; j < filterWidth; j++, out += <usize>from * dyPixel) {
    const q = firstInside(left - j, stride)
    const wide = min(columns, firstInside(width + left - j, stride)) - q
    const a = x + <usize>(q * stride + j - left) * xPixel
    const b = dy + <usize>q * dyPixel
    const step = <usize>stride * xPixel
    if (wide > 0) addTiles(a, b, out, tall, <usize>wide * dyPixel, from, step, dyPixel, xRow, dyRow)
  }
}

/** out `[from, to]` += Σ x · dyᵀ over `tall` rows of pixels; `dyWide` is the length of dy's, and steps are in bytes, too. */
function addTiles(
  x: usize,
  dy: usize,
  out: usize,
  tall: i32,
  dyWide: usize,
  from: i32,
  xStep: usize,
  dyStep: usize,
  xRow: usize,
  dyRow: usize,
): void {
  for (let c = 0; c < from; ) {
    const high = c + 4 <= from ? 4 : 1
    const a = x + ((<usize>c) << 2)
    const row = out + <usize>c * dyStep
    let d: usize = 0
    for (; d + 32 <= dyStep; d += 32)
      if (high === 4) tile4x8(a, dy + d, row + d, tall, dyWide, xStep, dyStep, xRow, dyRow)
      else tile1x8(a, dy + d, row + d, tall, dyWide, xStep, dyStep, xRow, dyRow)
    for (; d < dyStep; d += 4)
      tileNx1(a, dy + d, row + d, high, tall, dyWide, xStep, dyStep, xRow, dyRow)
    c += high
  }
}

function tile4x8(
  x: usize,
  dy: usize,
  out: usize,
  tall: i32,
  dyWide: usize,
  xStep: usize,
  dyStep: usize,
  xRow: usize,
  dyRow: usize,
): void {
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  for (let p = 0; p < tall; p++, x += xRow, dy += dyRow) {
    for (let a = x, b = dy; b < dy + dyWide; a += xStep, b += dyStep) {
      const b0 = v128.load(b)
      const b1 = v128.load(b, 16)
      const a0 = v128.load32_splat(a)
      const a1 = v128.load32_splat(a, 4)
      const a2 = v128.load32_splat(a, 8)
      const a3 = v128.load32_splat(a, 12)
      s00 = f32x4.add(s00, f32x4.mul(a0, b0))
      s01 = f32x4.add(s01, f32x4.mul(a0, b1))
      s10 = f32x4.add(s10, f32x4.mul(a1, b0))
      s11 = f32x4.add(s11, f32x4.mul(a1, b1))
      s20 = f32x4.add(s20, f32x4.mul(a2, b0))
      s21 = f32x4.add(s21, f32x4.mul(a2, b1))
      s30 = f32x4.add(s30, f32x4.mul(a3, b0))
      s31 = f32x4.add(s31, f32x4.mul(a3, b1))
    }
  }
  addPair(out, s00, s01)
  addPair(out + dyStep, s10, s11)
  addPair(out + 2 * dyStep, s20, s21)
  addPair(out + 3 * dyStep, s30, s31)
}

function tile1x8(
  x: usize,
  dy: usize,
  out: usize,
  tall: i32,
  dyWide: usize,
  xStep: usize,
  dyStep: usize,
  xRow: usize,
  dyRow: usize,
): void {
  let s0 = f32x4.splat(0)
  let s1 = s0
  for (let p = 0; p < tall; p++, x += xRow, dy += dyRow) {
    for (let a = x, b = dy; b < dy + dyWide; a += xStep, b += dyStep) {
      const a0 = v128.load32_splat(a)
      s0 = f32x4.add(s0, f32x4.mul(a0, v128.load(b)))
      s1 = f32x4.add(s1, f32x4.mul(a0, v128.load(b, 16)))
    }
  }
  addPair(out, s0, s1)
}

function tileNx1(
  x: usize,
  dy: usize,
  out: usize,
  high: i32,
  tall: i32,
  dyWide: usize,
  xStep: usize,
  dyStep: usize,
  xRow: usize,
  dyRow: usize,
): void {
  for (let c = 0; c < high; c++, x += 4, out += dyStep) {
    let sum: f32 = 0
    let row = x
    let start = dy
    for (let p = 0; p < tall; p++, row += xRow, start += dyRow)
      for (let a = row, b = start; b < start + dyWide; a += xStep, b += dyStep)
        sum += load<f32>(a) * load<f32>(b)
    store<f32>(out, load<f32>(out) + sum)
  }
}

function addPair(out: usize, first: v128, second: v128): void {
  v128.store(out, f32x4.add(v128.load(out), first))
  v128.store(out, f32x4.add(v128.load(out, 16), second), 16)
}
