/** Runs all checks one after the other and counts them. */
import { pythonPrograms } from './environment.ts'
import { kubernetesChecks } from './kubernetes-checks.ts'
import { mlflowChecks } from './mlflow-checks.ts'
import { mlflowSetting } from './mlflow-setting.ts'
import { tensorBoardChecks } from './tensorboard-checks.ts'

const programs = pythonPrograms()
const start = performance.now()
const mlflow = await mlflowSetting(programs)
try {
  const results: boolean[] = []
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

async function passes(name: string, check: () => Promise<void>): Promise<boolean> {
  const begin = performance.now()
  try {
    await check()
    console.log(`passed: ${name} (${secondsSince(begin)} s)`)
    return true
  } catch (error) {
    console.log(`failed: ${name}\n${(error as Error).stack}`)
    return false
  }
}

function secondsSince(begin: number): string {
  return ((performance.now() - begin) / 1000).toFixed(1)
}
