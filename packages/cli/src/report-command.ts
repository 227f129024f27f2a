/** `deepauc report`: options only. */
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { integer } from './option-values.ts'

interface ReportOptions {
  readonly out?: string
  readonly features: boolean
  readonly backend?: string
  readonly watch?: boolean
  readonly port?: number
  readonly json?: boolean
  readonly debug?: boolean
}

export function reportCommand(): Command {
  return new Command('report')
    .description('tables, figures and verdicts from the trainings of a sweep')
    .argument('<folder>', 'of `deepauc sweep`; it may still be running')
    .option('--out <folder>', 'for the files of the report (default: report, in that folder)')
    .option('--no-features', 'without features that were not measured before: it takes minutes')
    .option('--backend <name>', 'for features: tfjs-node-gpu, tfjs-node, wasm or cpu')
    .addOption(
      new Option('--watch', 'serve it to this machine, and follow the sweep').conflicts('out'),
    )
    .option('--port <n>', 'of --watch (default: one that is free)', integer)
    .option('--json', 'summary and verdicts for programs')
    .option('--debug', 'show the stack of an error')
    .action(reportWith)
}

async function reportWith(
  folder: string,
  { out = join(folder, 'report'), features, backend, watch, port, json = false }: ReportOptions,
): Promise<void> {
  if (watch) {
    const { watchReport } = await import('./report/watch-report.ts')
    return watchReport(folder, { port, isJson: json })
  }
  const { writeReport } = await import('./report/write-report.ts')
  await writeReport(folder, { out, isJson: json, hasFeatures: features, backend })
}
