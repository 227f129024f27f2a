/** 25,000 Fashion-MNIST images, as four IDX files. */
import { fileURLToPath } from 'node:url'

/** The folder (absolute path) with the four gzip IDX files, named as in MNIST. */
export const sampleDataDirectory: string = fileURLToPath(new URL('../data', import.meta.url))

/** The names of classes 0 … 9. */
export const classNames: readonly string[] = [
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
]
