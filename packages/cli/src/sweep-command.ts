/** `deepauc sweep`: options only. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { assignment, integer, settings } from './option-values.ts'
import type { KubernetesFlags } from './sweep/kubernetes-sweep.ts'
import type { LocalFlags } from './sweep/local-sweep.ts'
import type { SlurmFlags } from './sweep/slurm-sweep.ts'

interface SweepOptions extends LocalFlags, SlurmFlags, KubernetesFlags {
  readonly engine: 'local' | 'slurm' | 'kubernetes'
  readonly cell?: string
  readonly task?: string
  readonly next?: boolean
  readonly plan?: boolean
  readonly status?: boolean
  readonly debug?: boolean
}

export function sweepCommand(profileNames: readonly string[]): Command {
  const command = new Command('sweep')
    .description('run all trainings of a profile, or those that are missing')
    .option('--profile <name>', `of ${profileNames.join(', ')}, or a file that ends in .yaml`)
    .option('--out <folder>', 'of the sweep; it goes on with what is there')
    .option('--root <source=folder>', 'files of a data set; can be given again', assignment)
    .option('--prepared <source=folder>', 'made by `deepauc data prepare`', assignment)
    .option('--set <key=value>', 'of every recipe, as training.precision=bfloat16', settings)
    .optionsGroup('How it runs:')
    .addOption(
      new Option('--engine <name>', 'where the trainings run')
        .choices(['local', 'slurm', 'kubernetes'])
        .default('local'),
    )
    .option('--jobs <n>', 'trainings at a time (default: one for every two cores)', integer)
    .option('--threads <n>', 'of each training', integer)
    .option('--backend <name>', 'tfjs-node-gpu, tfjs-node, wasm or cpu (default: the fastest)')
    .option('--allow-drift', 'go on with trainings that were begun on another back end')
    .addOption(
      new Option('--retry <state>', 'try again what is given up').choices([
        ...['failed', 'diverged', 'all'],
      ]),
    )
  return shownOptions(kubernetesOptions(slurmOptions(command))).action(sweepWith)
}

function slurmOptions(command: Command): Command {
  return command
    .optionsGroup('On Slurm (docs/slurm.md):')
    .option('--slurm-option <key=value>', 'of sbatch, as partition=gpu', sbatchOptions)
    .option('--slurm-next-option <key=value>', 'of the job between two waves', sbatchOptions)
}

function kubernetesOptions(command: Command): Command {
  return command
    .optionsGroup('On Kubernetes (docs/kubernetes.md):')
    .option('--image <name>', 'container image with deepauc in it')
    .option('--claim <name>', 'PersistentVolumeClaim that holds the sweep')
    .option('--data-claim <name>', 'PersistentVolumeClaim that holds the data (default: --claim)')
    .option('--parallelism <n>', 'pods at a time (default: 4)', integer)
    .option('--cpu <n>', 'cores of a pod (default: 2)', integer)
    .option('--memory <size>', 'of a pod (default: 8Gi)')
    .option('--gpu <n>', 'NVIDIA GPUs of a pod (default: 0)', integer)
    .option('--namespace <name>', 'default: that of kubectl')
    .option('--name <name>', 'of the Job (default: after --out)')
    .option('--folder <path>', 'of the sweep on its volume (default: --name)')
    .option('--user <id>', 'that the pods run as (default: 1000)', integer)
}

function shownOptions(command: Command): Command {
  const hidden = (flags: string, text: string) => new Option(flags, text).hideHelp()
  return command
    .optionsGroup('What is shown:')
    .option('--plan', 'list the trainings, and run nothing')
    .option('--status', 'tell how far the sweep is, and run nothing')
    .option('--json', 'lines of JSON, for programs')
    .option('--debug', 'show the stack of an error')
    .addOption(hidden('--cell <folder>', 'run one training of a sweep'))
    .addOption(hidden('--task <name>', 'run one task of a job array'))
    .addOption(hidden('--next', 'submit what comes after a job array'))
}

async function sweepWith({ debug: _, ...options }: SweepOptions): Promise<void> {
  const { cell, task, next, plan, status, engine } = options
  if (cell !== undefined) return (await import('./sweep/train-cell.ts')).trainCell(cell, options)
  if (plan) return (await import('./sweep/show-plan.ts')).showPlan(options)
  if (status) return (await import('./sweep/show-status.ts')).showStatus(options)
  if (engine === 'kubernetes')
    return (await import('./sweep/kubernetes-sweep.ts')).writeManifests(options)
  if (engine === 'local' && task === undefined)
    return (await import('./sweep/local-sweep.ts')).runLocalSweep(options)
  const slurm = await import('./sweep/slurm-sweep.ts')
  if (task !== undefined) return slurm.runTask(task, options)
  return next ? slurm.submitNextWave(options) : slurm.submitSweep(options)
}

/** `key=value` or `key`, added to what was given before. */
function sbatchOptions(value: string, before: readonly string[] = []): string[] {
  if (/^[a-z]/.test(value)) return [...before, value]
  throw new InvalidArgumentError('Give key=value without dashes, as partition=gpu.')
}
