/** The command line: `deepauc`. */
import { createRequire } from 'node:module'
import { Command, CommanderError } from 'commander'
import { dataCommand } from './data-command.ts'
import { describeError, exitCodeOf } from './exit-code.ts'
import { trainCommand } from './train-command.ts'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

const program = new Command('deepauc')
  .description('Deep AUC maximization by compositional training, on TensorFlow.js')
  .version(version)
  .addCommand(trainCommand())
  .addCommand(dataCommand())
throwErrors(program)

try {
  await program.parseAsync()
} catch (error) {
  // Commander has already said what is wrong, or shown its help.
  if (!(error instanceof CommanderError)) console.error(describeError(error, process.argv))
  process.exitCode = exitCodeOf(error)
}

/** Commander would end the process itself, and with an exit code of its own. */
function throwErrors(command: Command): void {
  command.exitOverride().showSuggestionAfterError()
  command.commands.forEach(throwErrors)
}
