import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** `npm run test:slow` runs more, and more of it: see test/fuzz-count.ts. */
const isSlow = process.env.DEEPAUC_SUITE === 'slow'

export default defineConfig({
  // Resolve sibling packages to src/*.ts, so that tests never wait for a build.
  ssr: { resolve: { conditions: ['@deepauc/source', 'node', 'import', 'default'] } },
  test: {
    include: isSlow ? slowTests() : ['**/test/**/*.test.ts'],
    exclude: isSlow ? [] : ['**/*.slow.test.ts'],
    setupFiles: hasTensors() ? [fileURLToPath(new URL('test/setup.ts', import.meta.url))] : [],
    // Native add-ons (sharp, TensorFlow) do not survive worker threads.
    pool: 'forks',
    restoreMocks: true,
    testTimeout: 60_000,
    onConsoleLog: (log) => !log.includes('To speed things up dramatically'),
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results.json' },
  },
})

/** Of the package whose tests run. */
function hasTensors(): boolean {
  return readFileSync('package.json', 'utf8').includes('"@tensorflow/tfjs-core"')
}

/** Those called so, and those that look at many damaged files. */
function slowTests(): string[] {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  const tests = files.filter((file) => file.endsWith('.test.ts')).map((file) => join('test', file))
  const isMore = (file: string) => /fuzzCount|readMutants/.test(readFileSync(file, 'utf8'))
  return tests.filter((file) => file.endsWith('.slow.test.ts') || isMore(file))
}
