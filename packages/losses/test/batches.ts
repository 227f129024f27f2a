/** Batches that several tests share: no ties, no pair at a kink of a surrogate. */

export const labels: readonly number[] = [1, 0, 0, 1, 0, 0, 0, 1]
export const scores: readonly number[] = [1.2, -0.25, 0.8, -1.5, 0.1, 0.35, -2, 0.4]

/** Three classes. */
export const classLabels: readonly number[] = [2, 0, 1, 1, 0, 2, 2]
export const classLogits: readonly number[] = [
  [0.3, -1.2, 2.5],
  [0.9, -4, 0.2],
  [-0.6, 1.1, 0.4],
  [3, 0.2, -0.3],
  [0, 0.7, 0.8],
  [-2, 1.5, 0.6],
  [0.1, 0.2, 0.3],
].flat()
