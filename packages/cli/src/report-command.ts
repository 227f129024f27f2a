/** `deepauc report`: options only. */
import { join } from 'node:path'
import { Command } from 'commander'

interface ReportOptions {
  readonly out?: string
  readonly json?: boolean
  readonly debug?: boolean
}

export function reportCommand(): Command {
  return new Command('report')
    .description('tables, figures and verdicts from the trainings of a sweep')
    .argument('<folder>', 'of `deepauc sweep`; it may still be running')
    .option('--out <folder>', 'for the files of the report (default: report, in that folder)')
    .option('--json', 'summary and verdicts for programs')
    .option('--debug', 'show the stack of an error')
    .action(async (folder: string, { out, json = false }: ReportOptions) => {
      const { writeReport } = await import('./report/write-report.ts')
      await writeReport(folder, { out: out ?? join(folder, 'report'), isJson: json })
    })
}
