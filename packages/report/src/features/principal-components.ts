/** Fewer dimensions without other distances than need be. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { FeatureShape } from './distances.ts'

/**
 * Coordinates along the directions of greatest variance, greatest first; exact, from the covariance. Time grows with `d³`.
 *
 * @param features `[n, d]`, row by row
 * @param count of directions; all `d` if there are no more
 * @returns rows of `min(count, d)` coordinates with mean 0
 */
export function principalComponents(
  features: ArrayLike<number>,
  [n, d]: FeatureShape,
  count: number,
): number[][] {
  const centred = Matrix.from1DArray(n, d, Array.from(features)).center('column')
  const { eigenvectorMatrix } = new EigenvalueDecomposition(centred.transpose().mmul(centred), {
    assumeSymmetric: true,
  })
  // Eigenvalues of a symmetric matrix come in ascending order.
  const greatest = Array.from({ length: Math.min(count, d) }, (_, i) => d - 1 - i)
  return centred.mmul(eigenvectorMatrix.subMatrixColumn(greatest)).to2DArray()
}
