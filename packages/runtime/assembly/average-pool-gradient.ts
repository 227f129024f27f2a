/** The gradient of average pooling, which gives every pixel of a window its share. */
import { add, mul, splat } from './lanes.ts'

/**
 * dx[n, s·p + i − top, t·q + j − left] += dy[n, p, q] / pixels of that window inside the image.
 *
 * dx is `[images, height, width, channels]`, dy `[images, rows, columns, channels]`, s is strideHeight, t is strideWidth.
 */
export function averagePoolGradient(
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  rows: i32,
  columns: i32,
  windowHeight: i32,
  windowWidth: i32,
  top: i32,
  left: i32,
  strideHeight: i32,
  strideWidth: i32,
): void {
  const pixel = (<usize>channels) << 2
  memory.fill(dx, 0, <usize>(images * height * width) * pixel)
  for (let row = 0; row < images * rows; row++) {
    const above = (row % rows) * strideHeight - top
    const tall = min(above + windowHeight, height) - max(above, 0)
    const y = (row / rows) * height + max(above, 0)
    for (let q = 0; q < columns; q++, dy += pixel) {
      const before = q * strideWidth - left
      const wide = min(before + windowWidth, width) - max(before, 0)
      const corner = dx + <usize>(y * width + max(before, 0)) * pixel
      if (channels % 4 === 0) spread<v128>(dy, corner, tall, wide, width, pixel)
      else spread<f32>(dy, corner, tall, wide, width, pixel)
    }
  }
}

/** Spreads dy over `tall` rows of `wide` pixels. */
function spread<T>(dy: usize, dx: usize, tall: i32, wide: i32, width: i32, pixel: usize): void {
  const share = splat<T>(<f32>1 / <f32>(tall * wide))
  for (let i = 0; i < tall; i++) {
    const row = dx + <usize>(i * width) * pixel
    for (let to = row; to < row + <usize>wide * pixel; to += pixel)
      for (let c: usize = 0; c < pixel; c += sizeof<T>())
        store<T>(to + c, add<T>(load<T>(to + c), mul<T>(load<T>(dy + c), share)))
  }
}
