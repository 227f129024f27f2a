/** Park and Miller's generator, which tools/golden/metrics_bootstrap.py repeats: uniform in [0, 1). */
export function minimalStandard(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

/** Standard normal numbers, by the Box-Muller transform. */
export function normals(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}
