// Draws the images of packages/sample-data from the full Fashion-MNIST set (Debian: dataset-fashion-mnist).
// npx tsx --conditions=@deepauc/source tools/draw-sample.ts --from DIR --out packages/sample-data/data
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { constants, gzipSync } from 'node:zlib'
import { type ImageSet, readMnist } from '@deepauc/datasets'
import { permutation, randomStream } from '@deepauc/random'

/**
 * Writes `perClass` random training images of each class, in their original order, and all test images.
 *
 * @param from folder with the four files of the full set
 * @param out folder for the four files of the sample and their SHA256SUMS
 */
export async function drawSample(
  from: string,
  out: string,
  { perClass = 1500, seed = 0 } = {},
): Promise<void> {
  const { train, test } = await readMnist(from)
  const files = [
    ...idxFiles('train', train, drawRows(train.labels, perClass, seed)),
    ...idxFiles('t10k', test, Array.from(test.labels.keys())),
  ]
  await mkdir(out, { recursive: true })
  for (const { name, bytes } of files) await writeFile(join(out, name), bytes)
  const sums = files.map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`)
  await writeFile(join(out, 'SHA256SUMS'), sums.join(''))
}

function drawRows(labels: ArrayLike<number>, perClass: number, seed: number): number[] {
  const rows = Array.from(labels, (_, row) => row)
  const drawn = new Set<number>()
  for (const label of new Set(Array.from(labels))) {
    const members = rows.filter((row) => labels[row] === label)
    if (members.length < perClass)
      throw new RangeError(`class ${label} has ${members.length} images, not ${perClass}`)
    const random = randomStream({ seed, purpose: 'sample-data', sample: label })
    for (const at of permutation(members.length, random).subarray(0, perClass))
      drawn.add(members[at] as number)
  }
  return rows.filter((row) => drawn.has(row))
}

function idxFiles(part: string, { images, shape, labels }: ImageSet, rows: readonly number[]) {
  const [, h, w] = shape
  const size = h * w
  const pixels = rows.map((row) => images.subarray(row * size, (row + 1) * size))
  const classes = Uint8Array.from(rows, (row) => labels[row] as number)
  return [
    { name: `${part}-images-idx3-ubyte.gz`, bytes: gzip(idx([rows.length, h, w], pixels)) },
    { name: `${part}-labels-idx1-ubyte.gz`, bytes: gzip(idx([rows.length], [classes])) },
  ]
}

function idx(shape: readonly number[], data: readonly Uint8Array[]): Buffer {
  const header = Buffer.from([0, 0, 8, shape.length, ...shape.flatMap(() => [0, 0, 0, 0])])
  shape.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i)
  })
  return Buffer.concat([header, ...data])
}

/** Gzip whose header names no time and no operating system, so that equal data give equal files. */
function gzip(bytes: Buffer): Buffer {
  const zipped = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION })
  zipped.fill(0, 4, 8)
  zipped[9] = 255
  return zipped
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { from: { type: 'string' }, out: { type: 'string' } } })
  if (!values.from || !values.out) throw new TypeError('give --from DIR and --out DIR')
  await drawSample(values.from, values.out)
}
