/** The chi-square distribution, as far as tests need it. */

/**
 * `P(X > x)`, by the series of the lower incomplete gamma function; absolute error below 1e-12.
 *
 * @param degrees of freedom, an integer ≥ 1
 * @see Abramowitz and Stegun 6.5.29
 */
export function chiSquareUpperTail(x: number, degrees: number): number {
  const [shape, half] = [degrees / 2, x / 2]
  if (!(half > 0)) return 1
  // Far beyond this the tail is 0 to all digits that are promised, and the series long.
  if (half > shape + 60 + 12 * Math.sqrt(shape)) return 0
  let term = Math.exp(shape * Math.log(half) - half) / gammaOfHalves(degrees + 2)
  let lower = term
  for (let n = 1; term > lower * 1e-17; n++) {
    term *= half / (shape + n)
    lower += term
  }
  return Math.max(0, 1 - lower)
}

/** `Γ(halves / 2)`, from `Γ(½) = √π`, `Γ(1) = 1` and `Γ(a + 1) = a Γ(a)`. */
function gammaOfHalves(halves: number): number {
  let value = halves % 2 === 0 ? 1 : Math.sqrt(Math.PI)
  for (let a = halves % 2 === 0 ? 1 : 0.5; a < halves / 2; a++) value *= a
  return value
}
