/** How much closer images are to their own class than to another. */
import { classesOf, classSizes, meanOverClasses } from './classes.ts'
import { distances, type FeatureShape } from './distances.ts'

/**
 * `1/C Σ_c 1/n_c Σ_{i in c} (b_i − a_i) / max(a_i, b_i)`, where `a_i` is the mean Euclidean distance from row i to the others
 * of its class and `b_i` the mean distance to the rows of the nearest other class; 0 for the only row of a class.
 *
 * @param features `[n, d]`, row by row
 * @param labels `[n]`, the class of each row
 * @returns from −1 to 1
 * @throws RangeError if the arguments do not fit, features are not finite, or there is only one class
 * @see Rousseeuw, Silhouettes, 1987. The mean is over classes, as of {@link knnPurity}; scikit-learn's is over rows
 */
export function silhouette(
  features: ArrayLike<number>,
  shape: FeatureShape,
  labels: ArrayLike<number>,
): number {
  const [n] = shape
  const classes = classesOf(labels, n)
  const sizes = classSizes(classes)
  const all = distances(features, shape)
  const widths = Float64Array.from(classes, (own, i) =>
    width(all.subarray(i * n, (i + 1) * n), classes, sizes, own),
  )
  return meanOverClasses(widths, classes)
}

function width(row: Float64Array, classes: Int32Array, sizes: Int32Array, own: number): number {
  const others = (sizes[own] as number) - 1
  if (others === 0) return 0
  const sums = new Float64Array(sizes.length)
  row.forEach((distance, j) => {
    const its = classes[j] as number
    sums[its] = (sums[its] as number) + distance
  })
  const within = (sums[own] as number) / others
  const between = Math.min(
    ...sums.map((sum, its) =>
      its === own ? Number.POSITIVE_INFINITY : sum / (sizes[its] as number),
    ),
  )
  const larger = Math.max(within, between)
  return larger === 0 ? 0 : (between - within) / larger
}
