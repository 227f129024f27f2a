/** `deepauc predict`: options only. */
import { Command, Option } from 'commander'
import { channels, integer, settings } from './option-values.ts'

interface PredictOptions {
  readonly run?: string
  readonly weights?: string
  readonly recipe?: string
  readonly set?: readonly string[]
  readonly images: string
  readonly out: string
  readonly last?: boolean
  readonly size?: number
  readonly channels?: 1 | 3
  readonly backend?: string
  readonly quiet?: boolean
  readonly debug?: boolean
}

export function predictCommand(): Command {
  return new Command('predict')
    .description('score a folder of images with a trained network')
    .option('--run <folder>', 'of one training, as runs/TIME/ct')
    .addOption(new Option('--weights <file>', 'safetensors; with --recipe').conflicts('run'))
    .addOption(new Option('--recipe <name>', 'of the network in --weights').conflicts('run'))
    .option('--set <key=value>', 'of the recipe; can be given again', settings)
    .requiredOption('--images <folder>', 'all images in it and in its folders are scored')
    .requiredOption('--out <scores.csv>', 'the file that is written')
    .option('--last', 'weights of the last step instead of the best on validation images')
    .option('--size <pixels>', 'side that images are resized to (default: as in training)', integer)
    .option('--channels <n>', '1 for grey, 3 for RGB (default: as in training)', channels)
    .option('--backend <name>', 'tfjs-node-gpu, tfjs-node, wasm or cpu (default: the fastest)')
    .option('--quiet', 'no progress')
    .option('--debug', 'show the stack of an error')
    .action(async ({ backend, debug: _, ...options }: PredictOptions) => {
      const [{ selectBackend }, { predictImages }] = await Promise.all([
        import('@deepauc/runtime'),
        import('./predict/predict-images.ts'),
      ])
      const { line } = await selectBackend({ backend })
      if (!options.quiet) console.log(line)
      await predictImages(options)
    })
}
