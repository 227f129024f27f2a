/** What is in a packed package, and how much. */
import type { StagedPackage } from '../release/stage.ts'
import { allowed } from './allowed.ts'
import { matches } from './matches.ts'

/** The same in all: sources, and what is built of them. */
const ordinary = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'src/*.ts']
const built = ['dist/*.js', 'dist/*.d.ts', 'dist/*.js.map', 'dist/*.d.ts.map']

/** @throws Error if there is too much, or a file that nobody needs, or one is missing */
export function checkContents({ folder, files, size }: StagedPackage): void {
  const { packed = 0, files: more = [] } = allowed[folder] ?? {}
  const surplus = files.filter((file) => !matches(file, [...ordinary, ...built, ...more]))
  if (surplus.length > 0) throw new Error(`does not belong here: ${surplus.join(', ')}`)
  const wanted = [...ordinary, ...built, ...more]
  const missing = wanted.filter((pattern) => !files.some((file) => matches(file, [pattern])))
  if (missing.length > 0) throw new Error(`is missing: ${missing.join(', ')}`)
  const unmade = files
    .filter((file) => file.startsWith('src/'))
    .map((file) => file.replace(/^src(.*)\.ts$/, 'dist$1.js'))
    .filter((file) => !files.includes(file))
  if (unmade.length > 0) throw new Error(`was not built: ${unmade.join(', ')}`)
  if (size > packed * 1024) throw new Error(`${size} bytes packed, more than ${packed} KiB`)
}
