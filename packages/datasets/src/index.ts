export type { Augmentation } from './augmentation.ts'
export { type BalancedOptions, balancedBatches } from './balanced-batches.ts'
export { binarize, binarizeHalves, type ClassChoice } from './binarize.ts'
export { contactSheet } from './contact-sheet.ts'
export { DataError, type DataErrorOptions } from './data-error.ts'
export { type IdxArray, readIdx } from './idx.ts'
export {
  type Batch,
  type BinaryImageSet,
  gatherImages,
  type ImageRows,
  type ImageSet,
  subset,
} from './image-set.ts'
export { imbalance } from './imbalance.ts'
export { type BatchLoader, type LoadOptions, loadBatches } from './load-batches.ts'
export { type LongTailOptions, longTail } from './long-tail.ts'
export { readMnist } from './mnist.ts'
export { numpyPermutation } from './numpy-permutation.ts'
export { orderedBatches } from './ordered-batches.ts'
export type { Sampler } from './sampler.ts'
export { type SplitSize, stratifiedSplit } from './stratified-split.ts'
export { type UniformOptions, uniformBatches } from './uniform-batches.ts'
