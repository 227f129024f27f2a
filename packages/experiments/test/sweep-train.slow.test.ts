import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { readEventLog } from '../src/log/event-log.ts'
import type { ResultSummary } from '../src/run-result.ts'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import { runSweep } from '../src/sweep/run-sweep.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import { arm, newFolder, profileOf, studyOf } from './sweep-profiles.ts'

const program = fileURLToPath(new URL('./sweep-train-program.ts', import.meta.url))

test('real trainings: interrupted, resumed, and the final run has the settings that were better on validation images', async () => {
  const layers = [
    { data: { source: 'mnist', binarize: { positive: ['1'], negative: ['0', '2'] } } },
    { network: { name: 'mlp', hidden: [16] }, method: { name: 'CE' } },
    {
      training: {
        batchSize: 16,
        budget: { steps: 300 },
        evaluations: 3,
        checkpoint: { everySteps: 20 },
      },
    },
  ]
  const grid = { 'method.learningRate': [0.001, 0.01] }
  const profile = profileOf(studyOf('tiny', [arm('ce', { layers, grid })], { seeds: [0] }))
  const out = newFolder()
  await beginSweep(profile, out, { folders: { mnist: { root: tinyData() } } })
  const options = {
    jobs: 1,
    threadsPerJob: 1,
    runCell: ({ folder }: { folder: string }) => [
      process.execPath,
      ...['--conditions=@deepauc/source', '--import', 'tsx', program, folder],
    ],
  }
  const controller = new AbortController()
  const { cells: planned } = await sweepStatus(out)
  const checkpoints = join(planned[0]!.folder, 'checkpoints')
  const timer = setInterval(() => {
    if (existsSync(checkpoints) && readdirSync(checkpoints).length > 0) controller.abort()
  }, 10)
  await expect(runSweep(out, { ...options, signal: controller.signal })).rejects.toThrow()
  clearInterval(timer)
  expect((await sweepStatus(out)).counts).toMatchObject({ preempted: 1, done: 0, running: 0 })
  const { counts, cells, selections } = await runSweep(out, options)
  expect(counts).toMatchObject({ done: 3 })
  const starts = readEventLog(join(planned[0]!.folder, 'events.jsonl')).filter(
    ({ kind }) => kind === 'start',
  )
  expect(starts.at(-1)!.from).toBeGreaterThan(0)
  const aucs = cells.slice(0, 2).map(({ folder }) => resultIn(folder).best.validationAuc)
  expect(aucs[0]).not.toBe(aucs[1])
  expect(selections[0]!.configurations.map(({ validationAuc }) => validationAuc)).toEqual(aucs)
  const final = cells.find(({ uses: [use] }) => use!.role === 'final')!
  const better = aucs[0]! > aucs[1]! ? 0.001 : 0.01
  expect(final.recipe.method).toMatchObject({ learningRate: better })
  expect(final.validationAuc).toBe(resultIn(final.folder).best.validationAuc)
  // The name that the sweep gives a run is the one that the run gives itself.
  for (const { folder, hash } of cells)
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).hash).toBe(hash)
}, 180_000)

function resultIn(folder: string): ResultSummary {
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))
}
