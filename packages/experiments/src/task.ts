/** From files to the three parts of an imbalanced task. */
import {
  type BinaryImageSet,
  binarize,
  imbalance,
  readMnist,
  stratifiedSplit,
  subset,
} from '@deepauc/datasets'
import { classNames as fashionClasses, sampleDataDirectory } from '@deepauc/sample-data'

export interface TaskSettings {
  /** Folder with the four IDX files. Default: the Fashion-MNIST sample. */
  readonly root?: string | undefined
  /** Names of the classes in the order of their labels. Default: Fashion-MNIST's. */
  readonly classNames?: readonly string[] | undefined
  /** Classes by name. */
  readonly positive: readonly string[]
  readonly negative: readonly string[]
  /** Share of positives in the training part, in (0, 0.5]. */
  readonly imratio: number
  readonly seed: number
}

export interface Task {
  /** In a few words, as a title needs it. */
  readonly description: string
  readonly train: BinaryImageSet
  readonly validation: BinaryImageSet
  readonly test: BinaryImageSet
}

/**
 * Reads the files, sets a tenth of the training images aside for validation, and removes positives from the other nine
 * tenths until they are a share `imratio`. Validation and test keep their classes as they are: the AUC does not depend on
 * their shares.
 *
 * @throws DataError if a file is missing or corrupt, or a class has no image
 * @throws RangeError if a class is unknown or `imratio` cannot be reached
 */
export async function prepareTask(settings: TaskSettings): Promise<Task> {
  const { root = sampleDataDirectory, classNames = fashionClasses, seed, imratio } = settings
  const { positive, negative } = settings
  const parts = await readMnist(root, { classNames })
  const all = binarize(parts.train, { positive, negative })
  const split = stratifiedSplit(all.labels, { fraction: 0.1, seed })
  const train = subset(all, split.train)
  return {
    description: `${positive.join(', ')} against ${negative.join(', ')}, ${percent(imratio)} positives`,
    train: subset(train, imbalance(train.labels, { imratio, seed })),
    validation: subset(all, split.validation),
    test: binarize(parts.test, { positive, negative }),
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`
}
