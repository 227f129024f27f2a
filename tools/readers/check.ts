/** Runs all checks one after the other and counts them. */
import { passes, secondsSince } from '../passes.ts'
import { pythonPrograms } from './environment.ts'
import { kubernetesChecks } from './kubernetes-checks.ts'
import { latexChecks } from './latex-checks.ts'
import { mlflowChecks } from './mlflow-checks.ts'
import { mlflowSetting } from './mlflow-setting.ts'
import { tensorBoardChecks } from './tensorboard-checks.ts'

const programs = pythonPrograms()
const start = performance.now()
const mlflow = await mlflowSetting(programs)
try {
  const results: boolean[] = []
  for (const [name, check] of latexChecks) results.push(await passes(name, check))
  for (const [name, check] of [...kubernetesChecks, ...tensorBoardChecks])
    results.push(await passes(name, () => check(programs)))
  for (const [name, check] of mlflowChecks) results.push(await passes(name, () => check(mlflow)))
  const failures = results.filter((result) => !result).length
  const counts = `${results.length - failures} passed, ${failures} failed`
  console.log(`${counts} in ${secondsSince(start)} s`)
  process.exitCode = failures === 0 ? 0 : 1
} finally {
  await mlflow.end()
}
