/** What 8-bit values become in network input: numbers in [0, 1], normalised if wanted. */

/** One number for each channel, or one for all. */
export interface Normalization {
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

/**
 * `[channels, 256]`: (value / 255 − mean) / std of each channel for each value; value / 255 without normalization.
 * A look-up costs less than the division.
 *
 * @throws RangeError unless there is a finite mean and a positive std for each channel, or one for all
 */
export function valueTable(
  channels: number,
  { mean, std }: Normalization = { mean: [0], std: [1] },
): Float32Array {
  for (const [name, { length }] of Object.entries({ mean, std }))
    if (length !== 1 && length !== channels)
      throw new RangeError(
        `normalize.${name} needs 1 number, or one for each of ${channels} channels, got ${length}`,
      )
  if (!mean.every(Number.isFinite))
    throw new RangeError(`normalize.mean must be finite, got ${mean}`)
  if (!std.every((number) => number > 0 && number < Infinity))
    throw new RangeError(`normalize.std must be positive, got ${std}`)
  return Float32Array.from({ length: channels * 256 }, (_, i) => {
    const channel = Math.floor(i / 256)
    const [m, s] = [mean, std].map((numbers) => numbers[channel % numbers.length] as number)
    return ((i % 256) / 255 - (m as number)) / (s as number)
  })
}
