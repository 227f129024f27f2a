/** Runs the sweep in the folder that is its first argument, as `deepauc sweep` does. The second says how its processes behave. */
import { runSweep } from '../src/sweep/run-sweep.ts'
import { cellCommand } from './sweep-profiles.ts'

const [, , out = '', behaviour = '{}'] = process.argv
await runSweep(out, {
  jobs: 3,
  pollSeconds: 0.1,
  runCell: ({ folder }) => cellCommand(folder, JSON.parse(behaviour)),
})
