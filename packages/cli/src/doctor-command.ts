/** `deepauc doctor`: options only. */
import { Command } from 'commander'

interface DoctorOptions {
  readonly json?: boolean
  readonly backend?: string
  readonly debug?: boolean
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what this machine trains on and how to make it faster, or whether runs are whole')
    .argument('[folder]', 'of a run or of several; without it, this machine is looked at')
    .option('--backend <name>', 'tfjs-node-gpu, tfjs-node, wasm or cpu (default: the fastest)')
    .option('--json', 'for programs')
    .option('--debug', 'show the stack of an error')
    .action(async (folder: string | undefined, { json = false, backend }: DoctorOptions) => {
      if (folder === undefined) {
        const { examineMachine } = await import('./doctor/examine-machine.ts')
        return examineMachine(backend, json)
      }
      const { examineRuns } = await import('./doctor/examine-runs.ts')
      return examineRuns(folder, json)
    })
}
