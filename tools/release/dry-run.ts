/** `npm run release:dry`: shows what a release would publish. Works in a copy; the work tree stays as it is. */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeRelease, type Published } from './describe.ts'
import { attempt } from './run.ts'
import { type StagedPackage, stageRelease } from './stage.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { copy, packages } = stageRelease(root)
console.log(describeRelease(packages, isPublished))
rmSync(copy, { recursive: true })

/** As `changeset publish` decides: a version that the registry lacks is new. */
function isPublished({ manifest: { name, version } }: StagedPackage): Published {
  const command = ['npm', 'view', `${name}@${version}`, 'version', '--json']
  const { status, stdout } = attempt(command, { cwd: root, timeout: 60_000 })
  if (status === 0) return stdout.trim() ? 'published' : 'new'
  return stdout.includes('"E404"') ? 'new' : 'unknown'
}
