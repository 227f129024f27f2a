/** The end of a run: test scores of the last and of the best weights, and the files that remain. */

import { existsSync, readFileSync } from 'node:fs'
import type { BatchLoader } from '@deepauc/datasets'
import { delongInterval } from '@deepauc/metrics'
import { type Model, saveSafetensors } from '@deepauc/models'
import { readSafetensors, writeSafetensors } from '@deepauc/safetensors'
import {
  type Evaluation,
  evaluate,
  type Predictor,
  type TrainingResult,
  writeVariables,
} from '@deepauc/trainer'
import { type EventLog, readEventLog } from './log/event-log.ts'
import { metricsText } from './log/metrics-text.ts'
import type { Recipe } from './recipe/recipe.ts'
import type { RunFiles } from './run-files.ts'
import type { RunContext } from './run-recipe.ts'
import {
  curveOf,
  type ResultSummary,
  type RunResult,
  scoreFiles,
  type Tested,
} from './run-result.ts'

const RESULT = 'result.json'
const SCORES = 'test-scores.safetensors'

interface Trained {
  /** With the weights of the last step. */
  readonly model: Model
  readonly predictor: Predictor
  readonly test: BatchLoader
  readonly best: TrainingResult
}

/** Scores the test part twice and writes all files, `result.json` last. */
export async function testRun(
  { name, recipe, files, task }: RunContext,
  log: EventLog,
  { model, predictor, test, best: chosen }: Trained,
): Promise<RunResult> {
  const { labels, ...last } = await evaluate(predictor, test)
  await files.write('weights.safetensors', await saveSafetensors(model))
  writeVariables({ ...model.parameters, ...model.statistics }, chosen.bestWeights)
  const best = await evaluate(predictor, test)
  await files.write('best.safetensors', await saveSafetensors(model))

  const events = readEventLog(files.events)
  const curve = curveOf(events)
  const end = curve.at(-1) as (typeof curve)[number]
  const { steps, gradientEvaluations, seconds, validationAuc } = end
  const isTable = task.labelNames.length > 1
  const summary: ResultSummary = {
    method: name,
    validationAuc,
    last: { step: steps, validationAuc, ...tested(labels, last, isTable) },
    best: {
      step: chosen.best.step,
      validationAuc: chosen.best.auc,
      ...tested(labels, best, isTable),
    },
    steps,
    gradientEvaluations,
    seconds,
    curve,
  }
  const { curve: _, ...told } = summary
  const ending = { kind: 'end', ...told, time: Date.now() }
  log.append(ending)
  log.sync()
  const scores = { last: last.scores, best: best.scores }
  for (const file of scoreFiles(task.labelNames, labels, scores))
    await files.write(file.name, file.content)
  await files.write(SCORES, scoreTensors({ labels, ...scores }))
  await files.write('metrics.jsonl', metricsText([...events, ending]))
  await files.write(RESULT, `${JSON.stringify(summary, null, 2)}\n`)
  return { ...summary, recipe, test: { labels, scores: last.scores } }
}

function tested(
  labels: Float32Array,
  { auc, scores }: Evaluation,
  isTable: boolean,
): Pick<Tested, 'testAuc' | 'testInterval'> {
  if (isTable) return { testAuc: auc }
  const { lower, upper } = delongInterval(labels, scores)
  return { testAuc: auc, testInterval: [lower, upper] }
}

/** The result of a run that is over. */
export function finishedRun(
  method: string,
  recipe: Recipe,
  files: RunFiles,
): RunResult | undefined {
  const summary = files.readJson<ResultSummary>(RESULT)
  if (!summary || !existsSync(files.path(SCORES))) return undefined
  const { tensors } = readSafetensors(readFileSync(files.path(SCORES)))
  const data = (name: string) => tensors.get(name)?.data as Float32Array
  return { ...summary, method, recipe, test: { labels: data('labels'), scores: data('last') } }
}

function scoreTensors(arrays: Readonly<Record<string, Float32Array>>): Uint8Array {
  const entries = Object.entries(arrays).map(
    ([name, data]) => [name, { dtype: 'F32', shape: [data.length], data }] as const,
  )
  return writeSafetensors(new Map(entries))
}
