/** Runs the command line of this process. */
import { runCommand } from './cli.ts'

process.exitCode = await runCommand(process.argv.slice(2))
