// Images of 4 × 4 pixels in the form of MNIST: what a network of any size goes through quickly.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomStream } from '@deepauc/random'

const side = 4

/** Writes the four files into `folder`; class 1 is brighter. */
export function tinyData(folder) {
  mkdirSync(folder)
  for (const [part, count] of [
    ['train', 40],
    ['t10k', 12],
  ]) {
    const random = randomStream({ seed: 0, purpose: part })
    const labels = Uint8Array.from({ length: count }, (_, i) => i % 2)
    const images = Uint8Array.from(
      { length: count * side * side },
      (_, i) => 60 * (Math.floor(i / (side * side)) % 2) + random.integer(190),
    )
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idx([count, side, side], images))
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idx([count], labels))
  }
}

function idx(shape, content) {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header.set([0, 0, 8, shape.length])
  for (const [i, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * i)
  return Buffer.concat([header, content])
}
