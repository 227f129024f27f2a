/** `deepauc train`: options only. */
import {
  type ComparisonSettings,
  comparisonSettings,
  methodNames,
  networkNames,
} from '@deepauc/experiments'
import { selectBackend } from '@deepauc/runtime'
import { Command, InvalidArgumentError } from 'commander'
import { runComparison } from './run-comparison.ts'

interface TrainOptions {
  readonly backend?: string
  readonly quick?: boolean
  readonly out: string
  readonly debug?: boolean
}

/** Options that override a setting of the same name. */
type Overrides = Partial<ComparisonSettings>

export function trainCommand(): Command {
  return new Command('train')
    .description('train one or several methods on an imbalanced task and write a report')
    .option('--methods <names>', `of ${methodNames.join(', ')}`, list)
    .option('--root <folder>', 'four IDX files, plain or .gz (default: a sample of Fashion-MNIST)')
    .option('--class-names <names>', "in the order of the labels (default: Fashion-MNIST's)", list)
    .option('--positive <classes>', 'classes by name', list)
    .option('--negative <classes>', 'classes by name', list)
    .option('--imratio <share>', 'positives in the training images, in (0, 0.5]', number)
    .option('--network <name>', `of ${networkNames.join(', ')}`)
    .option('--batch-size <images>', 'images in a batch', integer)
    .option('--positive-rate <share>', 'positives in a batch of an AUC loss, in (0, 1)', number)
    .option('--gradient-evaluations <n>', 'budget of each method, in batches', integer)
    .option('--evaluations <n>', 'how often a method is scored on validation images', integer)
    .option('--seed <n>', 'of everything that is random', integer)
    .option('--quick', 'a fraction of the budget')
    .option('--backend <name>', 'tfjs-node-gpu, tfjs-node, wasm or cpu (default: the fastest)')
    .option('--out <folder>', 'where the folder of this run is made', 'runs')
    .option('--debug', 'show the stack of an error')
    .action(async ({ backend, quick = false, out, debug: _, ...rest }: TrainOptions) => {
      const chosen = await selectBackend({ backend })
      console.log(chosen.line)
      const speed = chosen.name === 'wasm' || chosen.name === 'cpu' ? chosen.name : 'native'
      const settings = { ...comparisonSettings({ speed, quick }), ...(rest as Overrides) }
      await runComparison({ settings, backend: chosen.line, out })
    })
}

function list(value: string): string[] {
  const names = value.split(',').map((name) => name.trim())
  if (names.every((name) => name !== '')) return names
  throw new InvalidArgumentError('Give names with commas between them.')
}

function number(value: string): number {
  const parsed = Number(value)
  if (value.trim() !== '' && Number.isFinite(parsed)) return parsed
  throw new InvalidArgumentError('Give a number.')
}

function integer(value: string): number {
  const parsed = number(value)
  if (Number.isSafeInteger(parsed) && parsed >= 0) return parsed
  throw new InvalidArgumentError('Give a whole number, 0 or more.')
}
