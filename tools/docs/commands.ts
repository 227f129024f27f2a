/** The commands of shell blocks. */
import { blocks } from './blocks.ts'

/** One line of a shell block; lines that end in a backslash are one. */
export interface ShellCommand {
  readonly file: string
  readonly line: string
  /** The words, without quotes, redirections, pipes and what follows them. */
  readonly words: readonly string[]
}

/** All commands of all shell blocks, in their order. */
export function shellCommands(): ShellCommand[] {
  const shells = blocks().filter(({ language }) => language === 'sh' || language === 'bash')
  return shells.flatMap(({ file, code }) =>
    code
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => /^[^#\s]/.test(line))
      .map((line) => ({ file, line, words: wordsOf(line) })),
  )
}

/** What `deepauc` gets of it, if it is what the command calls. */
export function argumentsOf(
  program: string,
  { words }: ShellCommand,
): readonly string[] | undefined {
  const [first, second] = words
  if (first === program) return words.slice(1)
  return first === 'npx' && second === program ? words.slice(2) : undefined
}

function wordsOf(line: string): string[] {
  const [command = ''] = line.split(/ (?:#|\||&&|>|2>) ?/)
  return (command.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []).map((word) =>
    word.replaceAll(/['"]/g, ''),
  )
}
