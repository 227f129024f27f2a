/** The example page: it trains on either back end, obeys its buttons, and can be read. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { aucAfter, aucOf, type ExampleBackEnd } from './node-reference.ts'
import { phone } from './page-checks.ts'
import { textOf, type Visit, visit } from './visit.ts'

interface ExamplePlace {
  readonly browser: Browser
  /** Of the page, on a server. */
  readonly url: string
  /** Folder for pictures. */
  readonly screenshots?: string | undefined
}

type Check = readonly [name: string, check: (place: ExamplePlace) => Promise<void>]

export const exampleChecks: readonly Check[] = [
  ['a convolutional network trains on WebGL', (place) => trains(place, 'webgl')],
  ['a fully connected network trains on WebAssembly', (place) => trains(place, 'wasm')],
  ['stops, goes on, ends and starts again', obeys],
  ['without WebGL there is WebAssembly', fallsBack],
  ['light, at a desk', (place) => looksRight(place, 'light', { colorScheme: 'light' })],
  ['dark, at a desk', (place) => looksRight(place, 'dark', { colorScheme: 'dark' })],
  ['light, on a phone', (place) => looksRight(place, 'phone', phone)],
]

/** A line of the page's table. */
interface Row {
  readonly step: number
  readonly auc: number
  readonly seconds: number
  readonly tensors: number
}

/** From chance to 0.9 on the way that Node goes, without leaving tensors behind; what it saves scores as it did. */
async function trains(place: ExamplePlace, backEnd: ExampleBackEnd): Promise<void> {
  await opened(place, backEnd, async ({ page, assertClean }) => {
    await press(page, 'Start')
    await untilRow(page, (row) => row.auc > 0.9)
    await stop(page)
    const download = page.waitForEvent('download')
    await press(page, 'Save weights')
    const weights = await readFile(await (await download).path())
    const rows = await rowsOf(page)
    const [first, second] = rows as [Row, Row]
    const last = rows.at(-1) as Row
    assert.ok(Math.abs(first.auc - 0.5) < 0.2, `before training the AUC is ${first.auc}`)
    assert.ok(last.auc > 0.9, `after it the AUC is ${last.auc}`)
    assert.deepEqual(new Set(rows.map(({ tensors }) => tensors)), new Set([first.tensors]))
    const [reference, saved] = [await aucAfter(backEnd, second.step), await aucOf(backEnd, weights)]
    console.log(
      `  ${last.step} steps in ${last.seconds} s: AUC ${last.auc}, of the weights in Node ${saved.toFixed(4)}; after ${second.step} steps ${second.auc}, in Node ${reference.toFixed(4)}; ${last.tensors} tensors`,
    )
    assert.ok(Math.abs(second.auc - reference) < 1e-3)
    assert.ok(Math.abs(last.auc - saved) < 1e-3)
    await assertClean()
  })
}

async function obeys(place: ExamplePlace): Promise<void> {
  await opened(place, 'wasm', async ({ page, assertClean }) => {
    await page.locator('#toggle:enabled').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await untilRow(page, (row) => row.step >= 10)
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Continue' }).waitFor()
    const stopped = await rowsOf(page)
    const status = await textOf(page.getByRole('status'))
    assert.equal(status, `Stopped after ${stopped.at(-1)?.step} steps.`)
    await page.waitForTimeout(500)
    assert.deepEqual(await rowsOf(page), stopped)
    await press(page, 'Continue')
    await page.getByRole('button', { name: 'Train again' }).waitFor()
    assert.equal(await textOf(page.getByRole('status')), 'Done after 200 steps.')
    const done = await rowsOf(page)
    assert.deepEqual(done.slice(0, stopped.length), stopped)
    await press(page, 'Train again')
    await untilRow(page, (row) => row.step === 10)
    const again = await rowsOf(page)
    const withoutSeconds = ({ seconds: _, ...row }: Row) => row
    assert.deepEqual(again.slice(0, 2).map(withoutSeconds), done.slice(0, 2).map(withoutSeconds))
    await assertClean()
  })
}

async function fallsBack({ browser, url }: ExamplePlace): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.addInitScript(`{
    const { getContext } = HTMLCanvasElement.prototype
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...rest)
    }
  }`)
  await page.goto(url)
  await page.getByText('Ready to train a fully connected network.').waitFor()
  await context.close()
}

/** With some training done and all numbers open: nothing scrolls sideways, and every text can be read. */
async function looksRight(
  place: ExamplePlace,
  name: string,
  options: BrowserContextOptions,
): Promise<void> {
  await opened({ ...place, ...options }, 'wasm', async ({ page, assertClean }) => {
    await press(page, 'Start')
    await untilRow(page, (row) => row.step === 60)
    await stop(page)
    if (place.screenshots)
      await page.screenshot({
        path: join(place.screenshots, `example-${name}.png`),
        fullPage: true,
      })
    await page.locator('summary').click()
    const width = await page.evaluate<number>('document.scrollingElement.scrollWidth')
    assert.ok(width <= (options.viewport?.width ?? 1280), `the page is ${width} px wide`)
    const script = await readFile(new URL('contrast.js', import.meta.url), 'utf8')
    const { looked, poor } = await page.evaluate<{ looked: number; poor: string[] }>(script)
    assert.ok(looked > 40, `it has looked at ${looked} texts`)
    assert.deepEqual(poor, [])
    await assertClean()
  })
}

function opened(
  { screenshots: _, url, ...options }: ExamplePlace & BrowserContextOptions,
  backEnd: ExampleBackEnd,
  use: (visit: Visit) => Promise<void>,
): Promise<void> {
  return visit({ ...options, url: `${url}?backend=${backEnd}`, hasFiles: true }, use)
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click()
}

async function stop(page: Page): Promise<void> {
  await press(page, 'Stop')
  await page.getByRole('button', { name: 'Continue' }).waitFor()
}

const rowScript = `[...document.querySelector('tbody').rows].map(({ cells }) => {
  const [step, auc, seconds, tensors] = [...cells].map(({ textContent }) => Number(textContent))
  return { step, auc, seconds, tensors }
})`

function rowsOf(page: Page): Promise<Row[]> {
  return page.evaluate(rowScript)
}

/** Polls from here, for the policy of the page forbids `waitForFunction` to evaluate text. */
async function untilRow(page: Page, isMet: (row: Row) => boolean): Promise<void> {
  const end = performance.now() + 60_000
  while (!(await rowsOf(page)).some(isMet)) {
    assert.ok(performance.now() < end, `no row comes with ${isMet}`)
    await page.waitForTimeout(50)
  }
}
