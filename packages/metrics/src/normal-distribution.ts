/** The standard normal distribution, as far as intervals and tests need it. */

/**
 * `P(Z > x)` for x ≥ 0, with a relative error below 1e-12.
 *
 * @see Marsaglia, Evaluating the normal distribution, Journal of Statistical Software 11(4), 2004 (series);
 *   Abramowitz and Stegun 26.2.14 (continued fraction)
 */
export function normalUpperTail(x: number): number {
  return x < 2 ? 0.5 - density(x) * series(x) : density(x) / continuedFraction(x)
}

/** The x ≥ 0 with `P(Z > x) = tail`, for 0 < tail ≤ ½. */
export function normalUpperQuantile(tail: number): number {
  // Abramowitz and Stegun 26.2.23, absolute error below 4.5e-4.
  const t = Math.sqrt(-2 * Math.log(tail))
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  let x = t - numerator / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  // Halley's method: each step cubes the error.
  for (let step = 0; step < 2; step++) {
    const error = (normalUpperTail(x) - tail) / density(x)
    x += error / (1 - (x * error) / 2)
  }
  return x
}

/** `P(Z ≤ x)` for any x, ±Infinity included. */
export function normalCumulative(x: number): number {
  return x < 0 ? normalUpperTail(-x) : 1 - normalUpperTail(x)
}

/** The x with `P(Z ≤ x) = probability`, in (0, 1). */
export function normalQuantile(probability: number): number {
  return probability < 0.5
    ? -normalUpperQuantile(probability)
    : normalUpperQuantile(1 - probability)
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/** x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + … */
function series(x: number): number {
  let term = x
  let sum = x
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return sum
}

/** x + 1/(x + 2/(x + 3/(x + …))), for x ≥ 2. */
function continuedFraction(x: number): number {
  let value = x
  for (let level = 150; level > 0; level--) value = x + level / value
  return value
}
