/** Training that ran into infinity. */

/** A loss was NaN or infinite. Names the step and the examples of its batches. */
export class DivergedError extends Error {
  readonly step: number
  /** The rows of the data in each batch of the step. */
  readonly indices: readonly (readonly number[])[]

  constructor(step: number, indices: readonly (readonly number[])[]) {
    super(`the loss is not finite at step ${step}; try a smaller learning rate or clipValue`)
    this.name = 'DivergedError'
    this.step = step
    this.indices = indices
  }
}
