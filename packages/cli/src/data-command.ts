/** `deepauc data`: options only. What does the work is imported when it is used, so that others start without it. */
import { Command } from 'commander'
import { assignment, channels, integer } from './option-values.ts'

interface ReadOptions {
  readonly root: string
  readonly set?: Readonly<Record<string, string>>
}

interface InspectOptions extends ReadOptions {
  readonly json?: boolean
  readonly images: boolean
}

interface PrepareOptions extends ReadOptions {
  readonly out: string
  readonly size?: number
  readonly channels?: 1 | 3
  readonly debug?: boolean
}

export function dataCommand(): Command {
  return new Command('data')
    .description('look at data sets and prepare them for training')
    .addCommand(listCommand())
    .addCommand(inspectCommand())
    .addCommand(prepareCommand())
}

function listCommand(): Command {
  return new Command('list')
    .description('the data sets that can be read')
    .option('--debug', 'show the stack of an error')
    .action(async () => (await import('./list-sources.ts')).listSources())
}

function inspectCommand(): Command {
  return readingCommand('inspect', 'count what the files of a data set hold')
    .option('--json', 'for programs')
    .option('--no-images', 'count labels only, without a look at some images')
    .action(async (name: string, { root, set = {}, json = false, images }: InspectOptions) => {
      const { inspectSource } = await import('./inspect-source.ts')
      await inspectSource(name, { root, set, json, images })
    })
}

function prepareCommand(): Command {
  return readingCommand('prepare', 'decode all images once, so that training reads at full speed')
    .requiredOption('--out <folder>', 'the folder that is made')
    .option('--size <pixels>', 'side of the square that images are resized to', integer)
    .option('--channels <n>', '1 for grey, 3 for RGB (default: as the first image)', channels)
    .action(async (name: string, { debug: _, set = {}, ...rest }: PrepareOptions) => {
      const { prepareSource } = await import('./prepare-source.ts')
      await prepareSource(name, { set, ...rest })
    })
}

function readingCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<name>', 'of the data set; `deepauc data list` shows all')
    .requiredOption('--root <folder>', 'where its files lie')
    .option('--set <option=value>', 'of the reader; can be given again', assignment)
    .option('--debug', 'show the stack of an error')
}
