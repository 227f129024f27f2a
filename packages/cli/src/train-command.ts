/** `deepauc train`: options only. */
import {
  type ComparisonSettings,
  comparisonSettings,
  methodNames,
  networkNames,
} from '@deepauc/experiments'
import { selectBackend } from '@deepauc/runtime'
import { Command } from 'commander'
import { integer, list, number } from './option-values.ts'
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
    .option('--precision <name>', 'float32, or bfloat16 on native TensorFlow')
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
