// Waits until the process at the other end of its standard input is gone, however that ends, and kills what is left of its cluster.
// Argument: the path of slurm.conf.
import { setTimeout as sleep } from 'node:timers/promises'
import { killProcesses } from './processes.mjs'

const [, , configuration] = process.argv
process.stdin.resume().once('close', async () => {
  // What is killed last may have started another one.
  while (killProcesses(configuration).length > 0) await sleep(100)
})
