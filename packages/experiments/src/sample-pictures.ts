/** What the two classes look like. */
import { type BinaryImageSet, contactSheet, gatherImages } from '@deepauc/datasets'

const columns = 12
const rows = 3

/** Contact sheets (PNG) of the first images of each class. */
export async function samplePictures(
  part: BinaryImageSet,
): Promise<{ readonly positives: Uint8Array; readonly negatives: Uint8Array }> {
  const [positives, negatives] = await Promise.all([sheet(part, 1), sheet(part, 0)])
  return { positives, negatives }
}

function sheet(part: BinaryImageSet, label: number): Promise<Uint8Array> {
  const [, h, w, c] = part.shape
  const all = Int32Array.from(part.labels.keys()).filter((row) => part.labels[row] === label)
  const chosen = all.subarray(0, columns * rows)
  return contactSheet(gatherImages(part, chosen), [chosen.length, h, w, c], columns)
}
