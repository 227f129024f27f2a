/** What would make training faster, or possible at all. */
import type { Machine } from './examine-machine.ts'

const install = {
  native: '`npm install --ignore-scripts @tensorflow/tfjs-node`, then `npx deepauc-native install`',
  gpu: '`npm install --ignore-scripts @tensorflow/tfjs-node-gpu`, then `npx deepauc-native install --gpu`',
} as const

const LITTLE_MEMORY = 2 * 2 ** 30

/** One sentence each; never empty. */
export function advise(
  machine: Pick<Machine, 'backend' | 'gpus' | 'cores' | 'threads' | 'memory'>,
): string[] {
  const { backend, gpus, cores, threads, memory } = machine
  const native = backend?.startsWith('tfjs-node') ?? false
  const rules: [applies: boolean, advice: string][] = [
    [backend === undefined, `No back end loads. Get one: ${install.native}.`],
    [
      gpus.length > 0 && backend !== 'tfjs-node-gpu',
      `There is a GPU that is not used. Get the back end for it: ${install.gpu}.`,
    ],
    [
      backend !== undefined && !native && gpus.length === 0,
      `Native TensorFlow is many times faster than ${backend}: ${install.native}.`,
    ],
    [
      native && threads < cores,
      `TF_NUM_INTRAOP_THREADS lets an op use ${threads} of ${cores} cores; unset it to use all.`,
    ],
    [
      memory.total < LITTLE_MEMORY,
      'There is less than 2 GiB of memory: use a smaller --batch-size, or training.accumulate in a recipe.',
    ],
  ]
  const advice = rules.filter(([applies]) => applies).map(([, text]) => text)
  return advice.length > 0 ? advice : ['Nothing would make it faster but other hardware.']
}
