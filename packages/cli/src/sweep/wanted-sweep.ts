/** From the options of `deepauc sweep` to what the sweep is of. */
import {
  beginSweep,
  type DataFolders,
  type Profile,
  readProfile,
  type SweepOptions,
} from '@deepauc/experiments'

export interface SweepFlags {
  readonly profile?: string
  readonly out?: string
  readonly root?: Readonly<Record<string, string>>
  readonly prepared?: Readonly<Record<string, string>>
  readonly set?: readonly string[]
  readonly json?: boolean
}

/** Options that change what a sweep is of. */
const choices = ['profile', 'root', 'prepared', 'set'] as const

export interface WantedSweep extends SweepOptions {
  readonly profile: Profile
}

/**
 * @returns undefined to go on with what was begun
 * @throws RangeError if there is no such profile, or there are changes of none
 */
export async function wantedSweep(flags: SweepFlags): Promise<WantedSweep | undefined> {
  const { profile, root = {}, prepared = {}, set = [] } = flags
  if (profile === undefined) {
    const name = choices.find((choice) => flags[choice] !== undefined)
    if (name === undefined) return undefined
    throw new RangeError(`--${name} needs --profile, the name of a profile or a file`)
  }
  const folders = foldersOf(root, prepared)
  return { profile: await readProfile(profile), reference: profile, folders, set }
}

/**
 * Begins the sweep, unless it is to go on with what was begun.
 *
 * @returns its folder
 * @throws RangeError as `wantedSweep` and `sweepFolder`; RecipeError if a recipe is invalid
 */
export async function begunSweep(flags: SweepFlags): Promise<string> {
  const out = sweepFolder(flags)
  const wanted = await wantedSweep(flags)
  if (wanted) await beginSweep(wanted.profile, out, wanted)
  return out
}

/** @throws RangeError if it was not given */
export function sweepFolder({ out }: SweepFlags): string {
  if (out !== undefined) return out
  throw new RangeError('--out is missing: the folder of the sweep')
}

function foldersOf(
  roots: Readonly<Record<string, string>>,
  caches: Readonly<Record<string, string>>,
): DataFolders {
  const both = Object.keys(roots).find((source) => Object.hasOwn(caches, source))
  if (both !== undefined)
    throw new RangeError(`${both} has --root and --prepared: give one of them`)
  return {
    ...mapValues(roots, (root) => ({ root })),
    ...mapValues(caches, (prepared) => ({ prepared })),
  }
}

function mapValues<T>(
  values: Readonly<Record<string, string>>,
  f: (value: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value)]))
}
