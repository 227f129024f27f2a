/** `deepauc evaluate`: options only. */
import { Command } from 'commander'
import { list, number } from './option-values.ts'

interface EvaluateOptions {
  readonly columns?: readonly string[]
  readonly clusters?: string
  readonly level: number
  readonly json?: boolean
  readonly debug?: boolean
}

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('AUC, its interval and paired tests of the scores in a file')
    .argument('<scores.csv>', 'header `label,score` or `label,NAME1,NAME2,…`; - reads the input')
    .option('--columns <names>', 'columns with scores (default: all but the label)', list)
    .option('--clusters <column>', 'what rows that depend on each other share, as a patient')
    .option('--level <share>', 'confidence level of the intervals', number, 0.95)
    .option('--json', 'for programs')
    .option('--debug', 'show the stack of an error')
    .action(async (file: string, { json = false, debug: _, ...options }: EvaluateOptions) => {
      const { evaluateScores } = await import('./evaluate/evaluate-scores.ts')
      await evaluateScores(file, options, json)
    })
}
