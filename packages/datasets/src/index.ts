export {
  type BinaryRows,
  binarize,
  binarizeHalves,
  type ClassChoice,
  type ClassedRows,
} from './builders/binarize.ts'
export { imbalance } from './builders/imbalance.ts'
export { type LongTailOptions, longTail } from './builders/long-tail.ts'
export { numpyPermutation } from './builders/numpy-permutation.ts'
export { type PatientSplitOptions, patientSplit } from './builders/patient-split.ts'
export { type SplitSize, stratifiedSplit } from './builders/stratified-split.ts'
export {
  type Cache,
  type CachedPart,
  type OpenCacheOptions,
  openCache,
} from './cache/open-cache.ts'
export { type PrepareOptions, prepare } from './cache/prepare.ts'
export { contactSheet } from './contact-sheet.ts'
export { DataError, type DataErrorOptions } from './data-error.ts'
export { type IdxArray, readIdx } from './formats/idx.ts'
export { type DecodedImage, type DecodeOptions, decodeImage } from './formats/sharp-decode.ts'
export {
  type Batch,
  type BinaryImageSet,
  gatherImages,
  type ImageRows,
  type ImageSet,
  subset,
} from './image-set.ts'
export type { ClassCount, LabelStatistics } from './label-statistics.ts'
export type { Augmentation } from './loader/augmentation.ts'
export type { ImageShards } from './loader/image-reader.ts'
export { type BatchLoader, type LoadOptions, loadBatches } from './loader/load-batches.ts'
export { type LoadableRows, labelsOf, selectRows } from './loader/loadable-rows.ts'
export type { Normalization } from './loader/value-table.ts'
export { type BalancedOptions, balancedBatches } from './samplers/balanced-batches.ts'
export {
  type MultiLabelOptions,
  type MultiLabelSampler,
  multiLabelBatches,
} from './samplers/multi-label-batches.ts'
export { orderedBatches } from './samplers/ordered-batches.ts'
export type { Sampler } from './samplers/sampler.ts'
export { type UniformOptions, uniformBatches } from './samplers/uniform-batches.ts'
export type { ImageSource, SourcePart, StoredImage } from './source.ts'
export { imageSet } from './source-image-set.ts'
export { readCatsVsDogs } from './sources/cats-vs-dogs.ts'
export { type CatsVsDogsNpyOptions, readCatsVsDogsNpy } from './sources/cats-vs-dogs-npy.ts'
export { type ChexpertOptions, readChexpert } from './sources/chexpert.ts'
export {
  CHEXPERT_COMPETITION,
  CHEXPERT_FINDINGS,
  type ChexpertFinding,
  type Uncertain,
  type UncertainPolicy,
} from './sources/chexpert-findings.ts'
export { readCifar10, readCifar100 } from './sources/cifar.ts'
export { type DdsmOptions, readDdsm } from './sources/ddsm.ts'
export { readImageFolder } from './sources/image-folder.ts'
export { readImageNetLt } from './sources/imagenet-lt.ts'
export { type MedMnistOptions, readMedMnist } from './sources/medmnist.ts'
export { type MelanomaOptions, readMelanoma } from './sources/melanoma.ts'
export { readMnist } from './sources/mnist.ts'
export { readMnistSource } from './sources/mnist-source.ts'
export { type ParquetOptions, readParquet } from './sources/parquet.ts'
export { type PatchCamelyonOptions, readPatchCamelyon } from './sources/pcam.ts'
export { type KnownSource, openSource, type SourceOptions, sources } from './sources/registry.ts'
export { readStl10 } from './sources/stl10.ts'
export { readWebDataset, type WebDatasetOptions } from './sources/webdataset.ts'
export {
  type Imbalanced,
  type PartStatistics,
  partStatistics,
  type SeenSize,
  type SourceStatistics,
  type StatisticsOptions,
  sourceStatistics,
} from './statistics.ts'
