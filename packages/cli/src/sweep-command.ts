/** `deepauc sweep`: options only. */
import { Command, Option } from 'commander'
import { assignment, integer, settings } from './option-values.ts'
import type { SweepFlags } from './sweep/run-local-sweep.ts'

interface SweepOptions extends SweepFlags {
  readonly cell?: string
  readonly allowDrift?: boolean
  readonly backend?: string
  readonly plan?: boolean
  readonly status?: boolean
  readonly debug?: boolean
}

export function sweepCommand(profileNames: readonly string[]): Command {
  return new Command('sweep')
    .description('run all trainings of a profile, or those that are missing')
    .option('--profile <name>', `of ${profileNames.join(', ')}, or a file that ends in .yaml`)
    .option('--out <folder>', 'of the sweep; it goes on with what is there')
    .option('--root <source=folder>', 'files of a data set; can be given again', assignment)
    .option('--prepared <source=folder>', 'made by `deepauc data prepare`', assignment)
    .option('--set <key=value>', 'of every recipe, as training.precision=bfloat16', settings)
    .optionsGroup('How it runs:')
    .option('--jobs <n>', 'trainings at a time (default: one for every two cores)', integer)
    .option('--threads <n>', 'of each training', integer)
    .option('--backend <name>', 'tfjs-node-gpu, tfjs-node, wasm or cpu (default: the fastest)')
    .option('--allow-drift', 'go on with trainings that were begun on another back end')
    .addOption(
      new Option('--retry <state>', 'try what has failed or diverged again').choices([
        'failed',
        'diverged',
        'all',
      ]),
    )
    .optionsGroup('What is shown:')
    .option('--plan', 'list the trainings, and run nothing')
    .option('--status', 'tell how far the sweep is, and run nothing')
    .option('--json', 'lines of JSON, for programs')
    .option('--debug', 'show the stack of an error')
    .addOption(new Option('--cell <folder>', 'run one training of a sweep').hideHelp())
    .action(sweepWith)
}

async function sweepWith(options: SweepOptions): Promise<void> {
  const { cell, plan, status, backend, allowDrift = false, debug: _, ...flags } = options
  if (cell !== undefined) {
    const { trainCell } = await import('./sweep/train-cell.ts')
    return trainCell(cell, { backend, allowDrift })
  }
  if (plan) return (await import('./sweep/show-plan.ts')).showPlan(flags)
  if (status) return (await import('./sweep/show-status.ts')).showStatus(flags)
  const { runLocalSweep } = await import('./sweep/run-local-sweep.ts')
  const cellArguments = [
    ...(backend === undefined ? [] : ['--backend', backend]),
    ...(allowDrift ? ['--allow-drift'] : []),
  ]
  await runLocalSweep(flags, cellArguments)
}
