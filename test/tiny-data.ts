/** A small set in the form of MNIST: bright squares (class 1) among dark ones (class 0) and stripes (class 2). */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomStream } from '@deepauc/random'

const side = 8

/** Writes the four files into a new folder and returns its path. */
export function tinyData({
  train = 150,
  test = 30,
}: {
  train?: number
  test?: number
} = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-'))
  for (const [part, count] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, (_, i) => i % 3)
    const random = randomStream({ seed: 0, purpose: part })
    const images = Uint8Array.from({ length: count * side * side }, (_, i) => {
      const label = labels[Math.floor(i / (side * side))]
      const base = label === 1 ? 150 : label === 2 && i % 2 ? 120 : 40
      return base + random.integer(100)
    })
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idx([count, side, side], images))
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idx([count], labels))
  }
  return folder
}

function idx(shape: readonly number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header.set([0, 0, 8, shape.length])
  for (const [i, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * i)
  return Buffer.concat([header, data])
}
