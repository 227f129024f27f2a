/** What is wrong with a recipe, and where. */

/** From the top of a recipe to a key of it. */
export type KeyPath = readonly (string | number)[]

/** Where something stands. */
export interface Place {
  /** A file, a preset, or an option of the command line. */
  readonly source: string
  /** From 1; absent if it is the whole source. */
  readonly line?: number
  readonly column?: number
}

/** One mistake in a recipe, and where it stands. */
export interface RecipeProblem extends Place {
  readonly path: KeyPath
  /** Names the key and says what to do. */
  readonly message: string
}

/** A recipe that cannot be used; its message has a line for each problem. */
export class RecipeError extends Error {
  override readonly name = 'RecipeError'
  /** As they stand in each source. */
  readonly problems: readonly RecipeProblem[]

  constructor(problems: readonly RecipeProblem[]) {
    const ordered = inOrder(problems)
    super(ordered.map(lineOf).join('\n'))
    this.problems = ordered
  }
}

/** `training.batchSize`, `data.binarize.positive[0]` */
export function keyName(path: KeyPath): string {
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`))
    .join('')
}

/** As compilers do, so that editors and terminals make it a link. */
function lineOf({ source, line, column, message }: RecipeProblem): string {
  const place = line === undefined ? source : `${source}:${line}:${column}`
  return `${place}: ${message}`
}

function inOrder(problems: readonly RecipeProblem[]): RecipeProblem[] {
  const sources = problems.map(({ source }) => source)
  const rank = ({ source, line = 0, column = 0 }: RecipeProblem) =>
    [sources.indexOf(source), line, column] as const
  return [...problems].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)]
    const differs = first.findIndex((number, i) => number !== second[i])
    return differs < 0 ? 0 : (first[differs] as number) - (second[differs] as number)
  })
}
