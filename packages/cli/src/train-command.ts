/** `deepauc train`: options only. What does the work is imported when it is used, so that others start without it. */
import { Command, Option } from 'commander'
import { commandLine } from './command-line.ts'
import { given } from './given.ts'
import { integer, list, lists, number, settings } from './option-values.ts'
import type { RecipeFlags } from './train/wanted-recipes.ts'

interface TrainOptions extends RecipeFlags {
  readonly backend?: string
  readonly out: string
  readonly run?: string
  readonly allowDrift?: boolean
  readonly tensorboard?: boolean
  readonly mlflow?: string
  readonly mlflowExperiment?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly debug?: boolean
}

/** What the help lists. */
export interface KnownNames {
  readonly methodNames: readonly string[]
  readonly networkNames: readonly string[]
}

export function trainCommand({ methodNames, networkNames }: KnownNames): Command {
  const command = new Command('train')
    .description('train one or several methods on an imbalanced task and write a report')
    .optionsGroup('A comparison of methods:')
    .option('--methods <names>', `of ${methodNames.join(', ')}`, list)
    .option('--source <name>', 'data set, as `deepauc data list` has it (default: a sample)')
    .option('--root <folder>', 'its files (default of --source is mnist then)')
    .option('--prepared <folder>', 'made by `deepauc data prepare`, in place of --root')
    .option('--positive <classes>', 'classes by name (default: the upper half of them)', list)
    .option('--negative <classes>', 'classes by name (default: all others)', list)
    .option('--imratio <share>', 'positives in the training images, in (0, 0.5]', number)
    .option('--network <name>', `of ${networkNames.join(', ')}`)
    .option('--precision <name>', 'float32, or bfloat16 on native TensorFlow')
    .option('--batch-size <images>', 'images in a batch', integer)
    .option('--positive-rate <share>', 'positives in a batch of an AUC loss, in (0, 1)', number)
    .option('--gradient-evaluations <n>', 'budget of each method, in batches', integer)
    .option('--evaluations <n>', 'how often a method is scored on validation images', integer)
    .option('--seed <n>', 'of everything that is random', integer)
    .option('--quick', 'a fraction of the budget')
  return recipeOptions(command).action(trainWith)
}

function recipeOptions(command: Command): Command {
  return command
    .optionsGroup('Any other training:')
    .option('--recipe <names>', 'files that end in .yaml, or presets; can be given again', lists)
    .option('--set <key=value>', 'of the recipe, as training.seed=1; can be given again', settings)
    .optionsGroup('Where, and how it goes on:')
    .option('--out <folder>', 'where the folder of this run is made', 'runs')
    .addOption(
      new Option('--run <folder>', 'the very folder; goes on, or shows the results').conflicts(
        'resume',
      ),
    )
    .option('--resume <folder>', 'go on with what was begun there')
    .option('--allow-drift', 'go on even on another back end, whose last bits may differ')
    .option('--backend <name>', 'tfjs-node-gpu, tfjs-node, wasm or cpu (default: the fastest)')
    .optionsGroup('What is shown:')
    .option('--json', 'lines of JSON, for programs')
    .option('--quiet', 'results and errors only')
    .option('--tensorboard', "write TensorBoard's event files into the folder of each run")
    .option('--mlflow <address>', 'send numbers to an MLflow server')
    .option('--mlflow-experiment <name>', 'default: deepauc')
    .option('--debug', 'show the stack of an error')
}

async function trainWith(options: TrainOptions): Promise<void> {
  const { backend, out, run, allowDrift = false, debug: _, ...shown } = options
  const { json = false, quiet = false, tensorboard, mlflow, mlflowExperiment, ...flags } = shown
  checkAddress(mlflow)
  const [{ selectBackend }, { wantedRecipes }, { runTraining }] = await Promise.all([
    import('@deepauc/runtime'),
    import('./train/wanted-recipes.ts'),
    import('./train/run-training.ts'),
  ])
  const { name, line } = await selectBackend({ backend })
  const speed = name === 'wasm' || name === 'cpu' ? name : 'native'
  const command = commandLine(process.argv.slice(2))
  await runTraining({
    recipes: await wantedRecipes(flags, speed),
    backend: line,
    command,
    again: (folder) => (run === undefined ? resumeCommand(folder, options) : command),
    out,
    folder: run ?? flags.resume,
    allowDrift,
    style: json ? 'json' : quiet ? 'quiet' : 'text',
    trackers: given({ tensorboard, mlflow, mlflowExperiment }),
  })
}

/** The command line stands in the report. */
function checkAddress(address = ''): void {
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(address))
    throw new RangeError('--mlflow takes an address without user and password')
}

/** All that is not in the folder. */
function resumeCommand(folder: string, options: TrainOptions): string {
  const { backend, mlflow, mlflowExperiment } = options
  const values = Object.entries({ backend, mlflow, 'mlflow-experiment': mlflowExperiment })
  const words = values.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))
  const switches = (['tensorboard', 'allowDrift', 'json', 'quiet'] as const)
    .filter((name) => options[name])
    .map((name) => (name === 'allowDrift' ? '--allow-drift' : `--${name}`))
  return commandLine(['train', '--resume', folder, ...words, ...switches])
}
