/** Writes a run that was resumed after step 6, with a fixed clock, to the folder that is its argument. */
import { tensorBoardLogger } from '../src/log/tensorboard.ts'
import { points } from './log-tensorboard-points.ts'

const folder = process.argv[2] as string
const options = { now: () => 1_700_000_000_250, host: 'machine' }
const first = tensorBoardLogger(folder, options)
for (const point of points.first) first.log(point)
await first.close()
// In the same second: its file must still come second.
const second = tensorBoardLogger(folder, { ...options, overtakenFrom: 7 })
for (const point of points.second) second.log(point)
await second.close()
