/** A run that is finished while somebody reads. */
import assert from 'node:assert/strict'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { SweepResults } from '../../packages/report/src/index.ts'
import { watchFolder } from '../../packages/report/src/serve/watch-folder.ts'
import { htmlOf, type Setting, serving } from './serving.ts'
import { exampleSweep, withResult } from './sweep.ts'
import { textOf, visit } from './visit.ts'

const sweep = exampleSweep({ datasets: 1 })
const missing = sweep.cells.find(({ state }) => state === 'waiting')?.id ?? ''

/** From the file of a run to the number on the page, by way of the watched folder. */
export async function appears({ browser, folder }: Setting): Promise<void> {
  const file = join(folder, 'result.json')
  const write = (results: SweepResults) => {
    writeFileSync(`${file}.tmp`, JSON.stringify(results))
    renameSync(`${file}.tmp`, file)
  }
  write(sweep)
  let rendering = 0
  const render = () => {
    const start = performance.now()
    const html = htmlOf(JSON.parse(readFileSync(file, 'utf8')))
    rendering = performance.now() - start
    return html
  }
  const controller = new AbortController()
  const { signal } = controller
  await serving(render, async ({ url, changed }) => {
    const watching = watchFolder(folder, changed, { names: ['result.json'], signal })
    await visit({ browser, url }, async ({ page, assertClean }) => {
      const row = page.locator(`tr:has(#cell-${missing})`)
      assert.doesNotMatch(await textOf(row), /0\.877/)
      await occupy(page)
      const before = await stateOf(page)
      assert.ok(
        before.top > 100 && before.left > 0 && before.selection !== '',
        'it does not scroll',
      )
      const start = performance.now()
      write(withResult(sweep, missing, 0.87654))
      await row.getByText('0.877').waitFor({ state: 'attached' })
      const ms = performance.now() - start
      assert.ok(ms - rendering < 5000, `it took ${ms} ms`)
      console.log(`  came after ${ms.toFixed()} ms, of which rendering took ${rendering.toFixed()}`)
      assert.match(await textOf(page.locator('.task')), /^88 of 90 /)
      assert.deepEqual(await stateOf(page), before)
      await assertClean()
    })
    controller.abort()
    await watching
  })
}

/** What a reader does to a page: scrolls it and a table, opens and closes, selects and focuses. */
async function occupy(page: Page): Promise<void> {
  await page.setViewportSize({ width: 700, height: 800 })
  await page.evaluate(`{
    const [first, second] = document.querySelectorAll('details')
    first.open = false
    second.open = true
    const table = document.querySelectorAll('.table')[1]
    table.focus()
    table.scrollLeft = 120
    table.scrollIntoView()
    getSelection().selectAllChildren(table.querySelector('caption'))
  }`)
}

interface PageState {
  readonly top: number
  readonly left: number
  readonly selection: string
  readonly focused: string
  readonly open: readonly boolean[]
}

function stateOf(page: Page): Promise<PageState> {
  return page.evaluate(`({
    top: Math.round(scrollY),
    left: document.querySelectorAll('.table')[1].scrollLeft,
    selection: getSelection().toString(),
    focused: document.activeElement.ariaLabel,
    open: [...document.querySelectorAll('details')].map(({ open }) => open),
  })`)
}
