/** Distances between rows of features, the same for every measure of them. */

/** Of features: rows are images. */
export type FeatureShape = readonly [n: number, d: number]

/**
 * Euclidean distances between all rows.
 *
 * @param features `[n, d]`, row by row
 * @returns `[n, n]`
 * @throws RangeError if the features do not fit the shape, or are not finite
 */
export function distances(features: ArrayLike<number>, shape: FeatureShape): Float64Array {
  checkFeatures(features, shape)
  const [n, d] = shape
  const rows = Float64Array.from(features)
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let square = 0
      for (let k = 0; k < d; k++) {
        const difference = (rows[i * d + k] as number) - (rows[j * d + k] as number)
        square += difference * difference
      }
      matrix[i * n + j] = matrix[j * n + i] = Math.sqrt(square)
    }
  }
  return matrix
}

/** @throws RangeError if the features do not fit the shape, or are not finite */
export function checkFeatures(features: ArrayLike<number>, [n, d]: FeatureShape): void {
  if (features.length !== n * d)
    throw new RangeError(`${features.length} features do not fit ${n} rows of ${d}`)
  for (let i = 0; i < features.length; i++)
    if (!Number.isFinite(features[i]))
      throw new RangeError(`feature ${i % d} of row ${Math.floor(i / d)} is ${features[i]}`)
}
