// What the jobs of the tests run, as `deepauc sweep` does it. Arguments: one of the names below, and what it needs.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  continueSlurm,
  endWithParent,
  readRecipe,
  runRecipe,
  runSlurmTask,
} from '@deepauc/experiments'
import { selectBackend } from '@deepauc/runtime'

const program = fileURLToPath(import.meta.url)

/** The command of one cell. Until it is interrupted, each step takes so long at least. */
export function cellCommand(folder, stepMilliseconds) {
  return [process.execPath, program, 'cell', folder, String(stepMilliseconds)]
}

/** The commands of jobs. */
export function jobCommands(out, stepMilliseconds) {
  return {
    runTask: [process.execPath, program, 'task', out, String(stepMilliseconds)],
    next: [process.execPath, program, 'next', out],
  }
}

const modes = {
  async cell(folder, stepMilliseconds) {
    endWithParent()
    const signal = interruption()
    await selectBackend({ backend: 'cpu' })
    const recipe = await readRecipe(join(folder, 'recipe.yaml'))
    try {
      for await (const event of runRecipe(recipe, { folder, signal })) {
        if (event.kind === 'start' && event.from !== undefined) stepMilliseconds = 0
        if (event.kind === 'step') await pause(stepMilliseconds, signal)
      }
    } catch (error) {
      console.error(error.message)
      process.exitCode = signal.aborted ? 143 : 1
    }
  },
  async task(out, stepMilliseconds, name) {
    const { outcome, exitCode } = await runSlurmTask(out, name, {
      runCell: ({ folder }) => cellCommand(folder, stepMilliseconds),
      signal: interruption(),
    })
    console.log(`${outcome}, exit code ${exitCode}`)
    process.exitCode = exitCode
  },
  async next(out) {
    const submission = await continueSlurm(out)
    console.log(submission ? `submitted ${JSON.stringify(submission)}` : 'nothing is left to do')
  },
}

async function pause(milliseconds, signal) {
  await sleep(Number(milliseconds), undefined, { signal }).catch(() => {})
}

/** Slurm signals all processes of a task, and the parents pass it on: the second signal must not end what the first one began. */
function interruption() {
  const controller = new AbortController()
  for (const name of ['SIGTERM', 'SIGUSR2'])
    process.on(name, () => {
      console.log(`got ${name}`)
      controller.abort(new Error(name))
    })
  return controller.signal
}

const [, main, mode, ...args] = process.argv
if (main === program) await modes[mode](...args)
