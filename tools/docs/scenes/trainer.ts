/** What the examples of `@deepauc/trainer` take for granted: a small network, and one batch. */
import { smallCnn } from '@deepauc/models'
import { selectBackend } from '@deepauc/runtime'
import { type Batch, ce } from '@deepauc/trainer'

export { ldamLoss, ldamMargins } from '@deepauc/losses'

await selectBackend()
const batch: Batch = {
  images: Float32Array.from({ length: 8 * 8 * 8 }, (_, i) => (i < 2 * 8 * 8 ? 0.8 : 0.2)),
  labels: Float32Array.of(1, 1, 0, 0, 0, 0, 0, 0),
  indices: Int32Array.from({ length: 8 }, (_, i) => i),
  shape: [8, 8, 8, 1],
}

export const counts = [5000, 500, 50]
export const model = smallCnn({ seed: 0 })
export const validation = { batchesPerEpoch: 1, batch: async () => batch }
export const sources = [validation, validation]
export const options = { model, method: ce(), sources: [validation], validation, steps: 4 }
