/** What one can ask of a checkpoint, and what one gets to know. */

/** Options of `loadStateDict`. */
export interface LoadStateDictOptions {
  /** Refuse a checkpoint that misses weights or has others; if false, what fits is loaded and the report says the rest. */
  readonly strict?: boolean
  /** `'keep'` leaves the last layer alone, whatever the checkpoint has for it, such as ImageNet's 1,000 classes. */
  readonly classifier?: 'load' | 'keep'
  /**
   * Makes the first convolution of a checkpoint for colour images one for a single channel, by summing its filter over
   * the input channels: the same as the original on an image whose channels are equal.
   */
  readonly greyscale?: boolean
}

/** What became of the tensors of a checkpoint. */
export interface LoadReport {
  /** Weights of the model that have new values. */
  readonly loaded: readonly string[]
  /** Weights of the model that the checkpoint does not have. */
  readonly missing: readonly string[]
  /** Tensors of the checkpoint that the model does not have. */
  readonly unexpected: readonly string[]
  /** Weights for which the checkpoint has a tensor of another shape, in PyTorch's layout. */
  readonly mismatched: readonly {
    readonly name: string
    readonly expected: readonly number[]
    readonly found: readonly number[]
  }[]
  /** Tensors left out on purpose: `num_batches_tracked`, and those of a classifier to keep. */
  readonly ignored: readonly string[]
}
