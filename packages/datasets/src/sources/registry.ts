/** The data sets by the names that users call them. */
import { join } from 'node:path'
import { isFile } from '../files/whole-file.ts'
import type { ImageSource } from '../source.ts'
import type { Uncertain } from './chexpert-findings.ts'
import { closestName } from './closest-name.ts'

/** Options of a reader, as text. */
export type SourceOptions = Readonly<Record<string, string>>

/** A data set that can be read by its name. */
export interface KnownSource {
  /** As it is written in prose. */
  readonly title: string
  /** What the folder given as root should hold. */
  readonly expects: string
  /** The values that each option can have, the default first. */
  readonly options?: Readonly<Record<string, readonly string[]>>
  /**
   * @param options checked, as {@link openSource} does
   * @throws DataError if the files are missing or corrupt, or a package that reads them is not installed
   */
  read(root: string, options: SourceOptions): Promise<ImageSource>
}

/**
 * The data set called `name`, from the files in `root`.
 *
 * @throws RangeError that suggests what was meant if there is no such name, option or value
 * @throws DataError if the files are missing or corrupt, or a package that reads them is not installed
 */
export async function openSource(
  name: string,
  root: string,
  options: SourceOptions = {},
): Promise<ImageSource> {
  const source = pick(sources, name, 'data set')
  for (const [option, value] of Object.entries(options)) {
    const values = pick(source.options ?? {}, option, `option of ${name}`)
    pick(Object.fromEntries(values.map((known) => [known, known])), value, `value of ${option}`)
  }
  return source.read(root, options)
}

function pick<T>(all: Readonly<Record<string, T>>, name: string, kind: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined
  if (found !== undefined) return found
  const names = Object.keys(all)
  const closest = closestName(name, names)
  throw new RangeError(
    `there is no ${kind} "${name}"${closest ? `; did you mean ${closest}? All: ${names.join(', ')}` : ''}`,
  )
}

// Each reader is imported when it is used, so that nobody loads the packages of another.
/** All data sets, by the names that recipes and `deepauc data` use. */
export const sources: Readonly<Record<string, KnownSource>> = {
  cifar10: {
    title: 'CIFAR-10',
    expects: 'cifar-10-batches-bin or cifar-10-batches-py, or the files in it',
    read: async (root) => (await import('./cifar.ts')).readCifar10(root),
  },
  cifar100: {
    title: 'CIFAR-100',
    expects: 'cifar-100-binary or cifar-100-python, or the files in it',
    options: { labels: ['fine', 'coarse'] },
    read: async (root, options) => (await import('./cifar.ts')).readCifar100(root, options),
  },
  stl10: {
    title: 'STL-10',
    expects: 'stl10_binary, or the files in it',
    read: async (root) => (await import('./stl10.ts')).readStl10(root),
  },
  'cats-vs-dogs': {
    title: 'Cats vs Dogs',
    expects: "PetImages or Kaggle's train, also as .zip, or cat_vs_dog_data.npy of LibAUC",
    options: { channelOrder: ['rgb', 'bgr'] },
    read: readCatsVsDogs,
  },
  mnist: {
    title: 'MNIST',
    expects: 'the four IDX files, plain or .gz',
    read: async (root) => (await import('./mnist-source.ts')).readMnistSource(root),
  },
  'fashion-mnist': {
    title: 'Fashion-MNIST',
    expects: 'the four IDX files, plain or .gz',
    read: readFashionMnist,
  },
  medmnist: {
    title: 'MedMNIST',
    expects: 'one .npz file of MedMNIST or MedMNIST+, which may also be named itself',
    read: async (root) => (await import('./medmnist.ts')).readMedMnist(root),
  },
  'image-folder': {
    title: 'Image folder',
    expects: 'a folder of images per class, or per part and class',
    read: async (root) => (await import('./image-folder.ts')).readImageFolder(root),
  },
  chexpert: {
    title: 'CheXpert',
    expects: 'train.csv and valid.csv beside the folders train and valid',
    options: { views: ['frontal', 'all'], uncertain: ['paper', 'one', 'zero', 'unknown'] },
    read: readChexpert,
  },
  melanoma: {
    title: 'SIIM-ISIC Melanoma',
    expects: 'train.csv and the folder train of .jpg files, or the .tfrec files',
    options: { duplicates: ['drop', 'keep'], split: ['patients', 'libauc'] },
    read: async (root, options) => (await import('./melanoma.ts')).readMelanoma(root, options),
  },
  ddsm: {
    title: 'DDSM+',
    expects: 'training10_0 to training10_4 (.tfrecords) and the .npy files of cv10 and test10',
    options: { classes: ['2', '5'] },
    read: async (root, { classes }) =>
      (await import('./ddsm.ts')).readDdsm(root, { classes: classes === '5' ? 5 : 2 }),
  },
  pcam: {
    title: 'PatchCamelyon',
    expects: 'the six camelyonpatch_level_2_split files, .h5 or .h5.gz',
    read: async (root) => (await import('./pcam.ts')).readPatchCamelyon(root),
  },
  webdataset: {
    title: 'WebDataset',
    expects: 'tar shards with an image and a .cls or .json file per sample',
    read: async (root) => (await import('./webdataset.ts')).readWebDataset(root),
  },
  parquet: {
    title: 'Hugging Face parquet',
    expects: 'parquet files with a column of images and one of labels',
    read: async (root) => (await import('./parquet.ts')).readParquet(root),
  },
  'imagenet-lt': {
    title: 'ImageNet-LT',
    expects: 'ImageNet_LT_train.txt, _val.txt and _test.txt beside the folders of ImageNet',
    read: async (root) => (await import('./imagenet-lt.ts')).readImageNetLt(root),
  },
}

async function readCatsVsDogs(root: string, options: SourceOptions): Promise<ImageSource> {
  const npy = 'cat_vs_dog_data.npy'
  if ((await isFile(join(root, npy))) || (await isFile(join(root, 'cat_vs_dog', npy))))
    return (await import('./cats-vs-dogs-npy.ts')).readCatsVsDogsNpy(root, options)
  return (await import('./cats-vs-dogs.ts')).readCatsVsDogs(root)
}

async function readChexpert(
  root: string,
  { views, uncertain = 'paper' }: SourceOptions,
): Promise<ImageSource> {
  const { readChexpert } = await import('./chexpert.ts')
  return readChexpert(root, {
    frontalOnly: views !== 'all',
    ...(uncertain !== 'paper' && { uncertain: uncertain as Uncertain }),
  })
}

async function readFashionMnist(root: string): Promise<ImageSource> {
  const { readMnistSource } = await import('./mnist-source.ts')
  return readMnistSource(root, {
    name: 'fashion-mnist',
    classNames: [
      'T-shirt/top',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Ankle boot',
    ],
  })
}
