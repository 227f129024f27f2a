/** The command line. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type InstallOptions, installNative } from './install.ts'
import { describe, nativeStatus } from './status.ts'

const USAGE = `deepauc-native install [--gpu] [--tensorflow 2.15.1] [--stock] [--force]
deepauc-native status

install  puts a native TensorFlow into @tensorflow/tfjs-node of the current project
  --gpu         into @tensorflow/tfjs-node-gpu, with CUDA
  --tensorflow  version, from the wheel on PyPI
  --stock       tfjs-node's own download (TensorFlow 2.9.1) instead of the wheel
  --force       although it is installed
status   says which TensorFlow runs`

const OPTIONS = {
  gpu: { type: 'boolean' },
  tensorflow: { type: 'string' },
  stock: { type: 'boolean' },
  force: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} satisfies ParseArgsConfig['options']

/**
 * Runs a command.
 *
 * @returns exit code: 0, 1 if the installation failed, 2 if the arguments are wrong
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  let command: () => Promise<void>
  try {
    command = parse(args)
  } catch (error) {
    console.error(`deepauc-native: ${messageOf(error)}\n\n${USAGE}`)
    return 2
  }
  try {
    await command()
    return 0
  } catch (error) {
    console.error(`deepauc-native: ${messageOf(error)}`)
    return 1
  }
}

function parse(args: readonly string[]): () => Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  })
  const { help, gpu, ...options } = values
  const name = help ? 'help' : positionals.join(' ')
  if (name === 'help') return async () => console.log(USAGE)
  if (name === 'status') return printStatus
  if (name !== 'install') throw new TypeError('the commands are install and status')
  checkVersion(options)
  return async () => {
    await installNative({ ...options, variant: gpu ? 'gpu' : 'cpu', log: console.log })
  }
}

function checkVersion({ tensorflow, stock }: Pick<InstallOptions, 'tensorflow' | 'stock'>): void {
  if (tensorflow === undefined) return
  if (stock) throw new RangeError('--stock has a TensorFlow of its own: leave out --tensorflow')
  if (!/^\d+\.\d+\.\d+\w*$/.test(tensorflow))
    throw new RangeError(`--tensorflow takes a version such as 2.15.1, not '${tensorflow}'`)
}

async function printStatus(): Promise<void> {
  for (const status of await nativeStatus()) console.log(describe(status))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
