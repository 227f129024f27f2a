export type { Augmentation } from './augmentation.ts'
export { type BalancedOptions, balancedBatches } from './balanced-batches.ts'
export { binarize, binarizeHalves, type ClassChoice } from './binarize.ts'
export { readCatsVsDogs } from './cats-vs-dogs.ts'
export { type CatsVsDogsNpyOptions, readCatsVsDogsNpy } from './cats-vs-dogs-npy.ts'
export { type ChexpertOptions, readChexpert } from './chexpert.ts'
export {
  CHEXPERT_COMPETITION,
  CHEXPERT_FINDINGS,
  type ChexpertFinding,
  type Uncertain,
  type UncertainPolicy,
} from './chexpert-findings.ts'
export { readCifar10, readCifar100 } from './cifar.ts'
export { contactSheet } from './contact-sheet.ts'
export { DataError, type DataErrorOptions } from './data-error.ts'
export { type DdsmOptions, readDdsm } from './ddsm.ts'
export { type IdxArray, readIdx } from './idx.ts'
export { readImageFolder } from './image-folder.ts'
export {
  type Batch,
  type BinaryImageSet,
  gatherImages,
  type ImageRows,
  type ImageSet,
  subset,
} from './image-set.ts'
export { readImageNetLt } from './imagenet-lt.ts'
export { imbalance } from './imbalance.ts'
export type { ClassCount, LabelStatistics } from './label-statistics.ts'
export { type BatchLoader, type LoadOptions, loadBatches } from './load-batches.ts'
export { type LoadableRows, labelsOf, selectRows } from './loadable-rows.ts'
export { type LongTailOptions, longTail } from './long-tail.ts'
export { type MedMnistOptions, readMedMnist } from './medmnist.ts'
export { type MelanomaOptions, readMelanoma } from './melanoma.ts'
export { readMnist } from './mnist.ts'
export { readMnistSource } from './mnist-source.ts'
export {
  type MultiLabelOptions,
  type MultiLabelSampler,
  multiLabelBatches,
} from './multi-label-batches.ts'
export { numpyPermutation } from './numpy-permutation.ts'
export { type Cache, type CachedPart, type OpenCacheOptions, openCache } from './open-cache.ts'
export { orderedBatches } from './ordered-batches.ts'
export { type ParquetOptions, readParquet } from './parquet.ts'
export { type PatientSplitOptions, patientSplit } from './patient-split.ts'
export { type PatchCamelyonOptions, readPatchCamelyon } from './pcam.ts'
export { type PrepareOptions, prepare } from './prepare.ts'
export { type KnownSource, openSource, type SourceOptions, sources } from './registry.ts'
export type { Sampler } from './sampler.ts'
export { type DecodedImage, type DecodeOptions, decodeImage } from './sharp-decode.ts'
export type { ImageSource, SourcePart, StoredImage } from './source.ts'
export { imageSet } from './source-image-set.ts'
export {
  type Imbalanced,
  type PartStatistics,
  partStatistics,
  type SeenSize,
  type SourceStatistics,
  type StatisticsOptions,
  sourceStatistics,
} from './statistics.ts'
export { readStl10 } from './stl10.ts'
export { type SplitSize, stratifiedSplit } from './stratified-split.ts'
export { type UniformOptions, uniformBatches } from './uniform-batches.ts'
export { readWebDataset, type WebDatasetOptions } from './webdataset.ts'
