/** What the two classes look like. */
import { contactSheet, type LoadableRows, loadBatches } from '@deepauc/datasets'

const columns = 12
const rows = 3

/** Contact sheets (PNG) of the first images of each class. */
export async function samplePictures(
  part: LoadableRows,
): Promise<{ readonly positives: Uint8Array; readonly negatives: Uint8Array }> {
  const [positives, negatives] = await Promise.all([sheet(part, 1), sheet(part, 0)])
  return { positives, negatives }
}

async function sheet(part: LoadableRows, label: number): Promise<Uint8Array> {
  const all = Array.from({ length: part.shape[0] }, (_, row) => row)
  const chosen = all.filter((row) => part.labels[row] === label).slice(0, columns * rows)
  const sampler = {
    batchSize: chosen.length,
    batchesPerEpoch: 1,
    seed: 0,
    purpose: 'pictures',
    batch: () => Int32Array.from(chosen),
  }
  const loader = loadBatches(part, sampler, { workers: 0 })
  const { images, shape } = await loader.batch(0)
  await loader.close()
  return contactSheet(
    Uint8Array.from(images, (value) => Math.round(255 * value)),
    shape,
    columns,
  )
}
