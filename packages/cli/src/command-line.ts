/** Commands as people can type them. */

/** Words with blanks or signs in quotes. */
export function commandLine(args: readonly string[]): string {
  const words = args.map((word) =>
    /^[\w./,:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`,
  )
  return ['npx', 'deepauc', ...words].join(' ')
}
