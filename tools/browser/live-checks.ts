/** What the served page does while runs go on. */
import assert from 'node:assert/strict'
import { hostile } from './hostile-checks.ts'
import { htmlOf, type Setting, serving } from './serving.ts'
import { exampleSweep } from './sweep.ts'
import { appears } from './update-check.ts'
import { compared, textOf, visit } from './visit.ts'

export const liveChecks: readonly (readonly [string, (setting: Setting) => Promise<void>])[] = [
  ['a finished run appears by itself and leaves the reader alone', appears],
  ['a page without scripts is the report', needsNoScript],
  ['a page that nobody sees asks for nothing', rests],
  ['a server that ends and comes back', comesBack],
  ['a report that cannot be made', showsFailure],
  ['hostile names stay names', showsNames],
  ['a site whose name leads here is refused', refusesRebinding],
]

const sweep = exampleSweep({ datasets: 1 })

async function needsNoScript({ browser }: Setting): Promise<void> {
  await serving(
    () => htmlOf(sweep),
    ({ url }) =>
      visit({ browser, url, javaScriptEnabled: false }, async ({ page }) => {
        assert.match(await textOf(page.locator('.task')), /^87 of 90 /)
        assert.equal(await page.locator('#live-notice').isVisible(), false)
        await page.locator('summary').last().click()
        assert.ok(await page.locator('details').last().locator('svg').first().isVisible())
      }),
  )
}

async function rests({ browser }: Setting): Promise<void> {
  await serving(
    () => htmlOf(sweep),
    ({ url }) =>
      visit({ browser, url }, async ({ page }) => {
        await compared(page)
        await page.evaluate(
          'globalThis.isSeen = false; Object.defineProperty(document, "hidden", { get: () => !isSeen })',
        )
        let requests = 0
        page.on('request', () => requests++)
        await page.waitForTimeout(3000)
        assert.ok(requests <= 1, `${requests} requests`)
        await page.evaluate('isSeen = true')
        await compared(page)
      }),
  )
}

async function comesBack({ browser }: Setting): Promise<void> {
  const render = () => htmlOf(sweep)
  await serving(render, ({ url, close }) =>
    visit({ browser, url }, async ({ page }) => {
      await compared(page)
      await close()
      const notice = page.locator('#live-notice')
      await notice.waitFor()
      assert.match(await textOf(notice), /^Stopped, showing the state of \d\d:\d\d( [AP]M)?\.$/)
      assert.match(await textOf(page.locator('.task')), /^87 of 90 /)
      const again = () => notice.waitFor({ state: 'hidden' })
      await serving(render, again, Number(new URL(url).port))
    }),
  )
}

async function showsFailure({ browser }: Setting): Promise<void> {
  let isDamaged = false
  const render = () => {
    if (isDamaged) throw new Error('sweep.json is damaged')
    return htmlOf(sweep)
  }
  await serving(render, ({ url, changed }) =>
    visit({ browser, url }, async ({ page, assertClean }) => {
      const notice = page.locator('#live-notice')
      assert.equal(await notice.isVisible(), false)
      isDamaged = true
      changed()
      await notice.waitFor()
      assert.match(await textOf(notice), /sweep\.json is damaged$/)
      assert.match(await textOf(page.locator('.task')), /^87 of 90 /)
      isDamaged = false
      await notice.waitFor({ state: 'hidden' })
      await assertClean()
    }),
  )
}

async function showsNames({ browser }: Setting): Promise<void> {
  const cells = sweep.cells.map((cell) => ({
    ...cell,
    dataset: hostile,
    id: hostile + cell.id,
    command: hostile,
    ...(cell.message !== undefined && { message: hostile }),
  }))
  const bad = { ...sweep, title: hostile, machine: hostile, command: hostile, cells }
  await serving(
    () => htmlOf(bad),
    ({ url }) =>
      visit({ browser, url }, async ({ page, assertClean }) => {
        await compared(page)
        assert.equal(await textOf(page.locator('h1')), hostile)
        assert.equal(await page.evaluate('typeof hacked'), 'undefined')
        assert.equal(await page.locator('script').count(), 1)
        await assertClean()
      }),
  )
}

async function refusesRebinding({ browser }: Setting): Promise<void> {
  await serving(
    () => htmlOf(sweep),
    async ({ url }) => {
      const { port } = new URL(url)
      const context = await browser.newContext()
      const page = await context.newPage()
      const answer = await page.goto(`http://attacker.example:${port}/`)
      assert.deepEqual([answer?.status(), await answer?.text()], [403, 'Only for this machine.\n'])
      assert.equal((await page.goto(`http://localhost:${port}/`))?.status(), 200)
      await context.close()
    },
  )
}
