/** Table 3: the data sets. */

/** Size and balance of one data set as the paper counts them. */
export interface PaperDataset {
  readonly name: string
  /** In the original training set. */
  readonly images: number
  readonly classes: number
  /** Positives / all images; of the long-tailed sets (LT) the smallest class / the largest. */
  readonly imratios: readonly number[]
}

/** Table 3. */
export interface PaperDatasets {
  readonly number: 3
  readonly source: string
  readonly rows: readonly PaperDataset[]
}

export const table3: PaperDatasets = {
  number: 3,
  source: 'Table 3, appendix A.1',
  rows: [
    { name: 'CATvsDOG (binary)', images: 20_000, classes: 2, imratios: [0.01, 0.1, 0.3] },
    { name: 'CIFAR10 (binary)', images: 50_000, classes: 2, imratios: [0.01, 0.1, 0.3] },
    { name: 'CIFAR100 (binary)', images: 50_000, classes: 2, imratios: [0.01, 0.1, 0.3] },
    { name: 'STL10 (binary)', images: 5_000, classes: 2, imratios: [0.01, 0.1, 0.3] },
    {
      name: 'CheXpert',
      images: 223_416,
      classes: 2,
      imratios: [0.122, 0.322, 0.068, 0.312, 0.403],
    },
    { name: 'Melanoma', images: 33_126, classes: 2, imratios: [0.0176] },
    { name: 'DDSM+', images: 55_000, classes: 2, imratios: [0.13] },
    { name: 'PatchCam', images: 294_912, classes: 2, imratios: [0.01] },
    { name: 'CIFAR10 (LT)', images: 50_000, classes: 10, imratios: [0.01, 0.1] },
    { name: 'CIFAR100 (LT)', images: 50_000, classes: 100, imratios: [0.01, 0.1] },
    { name: 'STL10 (LT)', images: 5_000, classes: 10, imratios: [0.01, 0.1] },
    { name: 'ImageNet (LT)', images: 115_800, classes: 1000, imratios: [0.0039] },
  ],
}
