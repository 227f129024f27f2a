// `npm test`: sets up what is missing, runs every suite, and ends with the true count over all of them. `npm run test:slow` does so
// for those that have slow tests, with all of their damaged files: see test/fuzz-count.ts.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setup } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const isSlow = process.argv[2] === 'slow'
const slow = ['cli', 'datasets', 'experiments', 'models', 'optimizers', 'runtime']
const packages = isSlow ? slow : readdirSync(join(root, 'packages'))
const projects = [
  ...packages.map((name) => join(root, 'packages', name)),
  join(root, 'tools'),
].filter((folder) => existsSync(join(folder, 'package.json')))
const resultsOf = (folder) => join(folder, '.test-results.json')

setup()
// nx restores the results of a suite that it need not run again.
for (const folder of projects) rmSync(resultsOf(folder), { force: true })
const nx = ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'test', '--output-style=static']
const names = [...slow.map((name) => `@deepauc/${name}`), 'tools']
const chosen = isSlow ? ['--projects', names.join()] : []
const rest = process.argv.slice(isSlow ? 3 : 2)
const { status } = spawnSync(process.execPath, [...nx, ...chosen, ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...(isSlow && { DEEPAUC_SUITE: 'slow' }) },
})

const total = { passed: 0, failed: 0, skipped: 0 }
for (const folder of projects) {
  const suite = read(resultsOf(folder))
  for (const key of Object.keys(total)) total[key] += suite[key]
  const name = folder.slice(root.length).padEnd(24)
  console.log(`${name} ${suite.passed} passed, ${suite.failed} failed, ${suite.skipped} skipped`)
}
if (total.skipped > 0) console.log(`${total.skipped} skipped: see the reasons above`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(status === 0 && total.failed === 0 ? 0 : 1)

/** A suite without results did not get to its tests: one failure. */
function read(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, testResults } =
    JSON.parse(readFileSync(file, 'utf8'))
  const crashed = testResults.filter(
    (f) => f.status === 'failed' && f.assertionResults.length === 0,
  )
  return {
    passed: numPassedTests,
    failed: Math.max(numFailedTests + crashed.length, numFailedTestSuites > 0 ? 1 : 0),
    skipped: numPendingTests,
  }
}
