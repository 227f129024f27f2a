/** Slices on wasm, where tfjs copies one row of the last axis after the other. */
import * as tf from '@tensorflow/tfjs-core'

interface Axis {
  readonly length: number
  readonly begin: number
  readonly size: number
}

/** `Slice` by the kernel that tfjs ships, with axes that are taken whole joined to those before them: rows get longer. */
export function slice(shipped: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { dataId, shape, dtype } = inputs.x as tf.TensorInfo
    const { begin, size } = attrs as unknown as Record<'begin' | 'size', number | number[]>
    const [begins, sizes] = tf.slice_util.parseSliceParams(
      inputs.x as tf.TensorInfo,
      begin,
      size,
    ) as [number[], number[]]
    const axes = joined(
      shape.map((length, i) => ({ length, begin: begins[i] as number, size: sizes[i] as number })),
    )
    const out = shipped({
      inputs: { x: { dataId, shape: axes.map(({ length }) => length), dtype } },
      attrs: { begin: axes.map(({ begin }) => begin), size: axes.map(({ size }) => size) },
      backend,
    }) as tf.TensorInfo
    return { ...out, shape: sizes }
  }
}

function joined(axes: readonly Axis[]): Axis[] {
  const result: Axis[] = []
  for (const axis of axes) {
    const whole = axis.begin === 0 && axis.size === axis.length
    const before = whole ? result.pop() : undefined
    result.push(before ? times(before, axis.length) : axis)
  }
  return result
}

function times({ length, begin, size }: Axis, factor: number): Axis {
  return { length: length * factor, begin: begin * factor, size: size * factor }
}
