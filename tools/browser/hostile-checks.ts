/** Names that are programs, in pages of files. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { renderReport, sweepHtml, sweepReport } from '../../packages/report/src/index.ts'
import { exampleInput } from '../../packages/report/test/example-run.ts'
import type { Setting } from './serving.ts'
import { exampleSweep } from './sweep.ts'
import { textOf, visit } from './visit.ts'

export const hostileChecks: readonly (readonly [string, (setting: Setting) => Promise<void>])[] = [
  ['hostile names stay names in a file about runs', (setting) => opens(setting, runs())],
  ['hostile names stay names in a file about a sweep', (setting) => opens(setting, sweep())],
]

export const hostile = `</title></style></script><script>hacked = 1</script><svg onload="hacked = 1"></svg><img src="x" onerror="hacked = 1">"' onclick='hacked = 1`

function runs(): string {
  return renderReport({
    ...{ ...exampleInput, title: hostile, task: hostile, command: hostile, commit: hostile },
    ...{ machine: hostile, backend: hostile, settings: { [hostile]: hostile } },
    data: [{ part: hostile, positives: 1, negatives: 1 }],
    methods: exampleInput.methods.map((run) => ({ ...run, method: hostile + run.method })),
  })
}

function sweep(): string {
  const { cells, ...rest } = exampleSweep({ datasets: 1 })
  const bad = { title: hostile, machine: hostile, command: hostile, commit: hostile }
  const named = cells.map((cell) => ({ ...cell, dataset: hostile, command: hostile }))
  return sweepHtml(sweepReport({ ...rest, ...bad, cells: named }))
}

/** First as the page is, then without its policy: escaping alone must do. */
async function opens({ browser, folder }: Setting, page: string): Promise<void> {
  const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/
  assert.match(page, policy)
  for (const text of [page, page.replace(policy, '')]) {
    const file = join(folder, 'hostile.html')
    writeFileSync(file, text)
    const url = pathToFileURL(file).href
    await visit({ browser, url, offline: true }, async ({ page, assertClean }) => {
      assert.equal(await textOf(page.locator('h1')), hostile)
      assert.equal(await page.title(), hostile)
      assert.equal(await page.evaluate('typeof hacked'), 'undefined')
      assert.equal(await page.locator('script, [onload], [onerror], [onclick]').count(), 0)
      await assertClean()
    })
  }
}
