/** Training that ran into infinity. */

export interface DivergedOptions {
  /** The rows of the data in each batch of the step. */
  readonly indices: readonly (readonly number[])[]
  /** The last checkpoint before, whose numbers are all finite. */
  readonly checkpoint?: string | undefined
}

/** A loss or a weight was NaN or infinite. Names the step, the examples of its batches and the last good checkpoint. */
export class DivergedError extends Error {
  readonly step: number
  readonly indices: readonly (readonly number[])[]
  readonly checkpoint: string | undefined

  constructor(step: number, { indices, checkpoint }: DivergedOptions) {
    const rows = indices.map((batch) => batch.join(' ')).join(' | ')
    super(
      `the ${rows ? 'loss is' : 'weights are'} not finite at step ${step}; try a smaller learning rate or clipValue. ` +
        `${checkpoint ? `The last good checkpoint is ${checkpoint}` : 'There is no checkpoint before it'}.` +
        `${rows && ` Images of the step: ${rows}`}`,
    )
    this.name = 'DivergedError'
    this.step = step
    this.indices = indices
    this.checkpoint = checkpoint
  }
}
