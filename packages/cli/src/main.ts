/** The command line: `deepauc`. */
import { createRequire } from 'node:module'
import { Command, CommanderError } from 'commander'
import { dataCommand } from './data-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { evaluateCommand } from './evaluate-command.ts'
import { describeError, exitCodeOf } from './exit-code.ts'
import { predictCommand } from './predict-command.ts'
import { reportCommand } from './report-command.ts'
import { sweepCommand } from './sweep-command.ts'
import { trainCommand } from './train-command.ts'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

// Loading them takes a second, which other commands need not spend.
const names = process.argv.some((word) => word === 'train' || word === 'sweep')
  ? await import('@deepauc/experiments')
  : { methodNames: [], networkNames: [], profileNames: () => [] }

const program = new Command('deepauc')
  .description('Deep AUC maximization by compositional training, on TensorFlow.js')
  .version(version)
  .addCommand(trainCommand(names))
  .addCommand(evaluateCommand())
  .addCommand(predictCommand())
  .addCommand(dataCommand())
  .addCommand(sweepCommand(names.profileNames()))
  .addCommand(reportCommand())
  .addCommand(doctorCommand())
throwErrors(program)

// Who reads the output may stop before its end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(141)
})

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
