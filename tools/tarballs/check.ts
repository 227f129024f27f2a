/** Runs all checks one after the other and counts them. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { secondsSince } from '../passes.ts'
import { describeRelease } from '../release/describe.ts'
import { type Stage, stageRelease } from '../release/stage.ts'
import { type Check, checksOf } from './alone.ts'
import { checksOfAll, leftOut } from './together.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const only = process.argv[2]?.split(',')
const start = performance.now()
const before = releaseState()
const stage = stageRelease(root)
console.log(`${describeRelease(stage.packages, () => 'new')}\n\ntook ${secondsSince(start)} s`)
const total = { passed: 0, failed: 0 }
count('the work tree is as it was', () => {
  if (releaseState() !== before) throw new Error('a release in a copy changed the original')
})
checkAll(stage)
rmSync(stage.copy, { recursive: true })
console.log(`took ${secondsSince(start)} s`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1

function checkAll({ copy, packages }: Stage): void {
  for (const entry of packages.filter(({ folder }) => only?.includes(folder) ?? true)) {
    const project = join(copy, 'projects', entry.folder)
    for (const check of checksOf(entry, stage, project)) count(...check)
    rmSync(project, { recursive: true, force: true })
  }
  if (only === undefined)
    for (const check of checksOfAll(stage, join(copy, 'projects'))) count(...check)
}

function count(...[name, check]: Check): void {
  const begin = performance.now()
  try {
    check()
    total.passed++
    console.log(`passed: ${name} (${secondsSince(begin)} s)`)
  } catch (error) {
    const { message, cause } = error as Error
    if (cause !== leftOut) total.failed++
    console.log(cause === leftOut ? `left out: ${name}: ${message}` : `failed: ${name}\n${message}`)
  }
}

/** What a release changes: versions, changelogs, changesets and the lock file. */
function releaseState(): string {
  const packages = readdirSync(join(root, 'packages')).flatMap((folder) =>
    readdirSync(join(root, 'packages', folder))
      .filter((file) => /^(package\.json|CHANGELOG\.md)$/.test(file))
      .map((file) => join('packages', folder, file)),
  )
  const changesets = readdirSync(join(root, '.changeset')).map((file) => join('.changeset', file))
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json', ...packages, ...changesets])
    hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}
