/** What holds for the page of a file and for that of a server. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { compared, textOf, visit } from './visit.ts'

/** Where the page is, and how it may be visited. */
export interface Place {
  readonly browser: Browser
  readonly url: string
  readonly offline: boolean
  /** Folder for pictures. */
  readonly screenshots?: string | undefined
}

type Check = readonly [name: string, check: (place: Place) => Promise<void>]

export const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 812 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
}

export const pageChecks: readonly Check[] = [
  ['light, at a desk', (place) => looksRight(place, 'desktop-light', { colorScheme: 'light' })],
  ['dark, at a desk', (place) => looksRight(place, 'desktop-dark', { colorScheme: 'dark' })],
  ['light, on a phone', (place) => looksRight(place, 'phone-light', phone)],
  [
    'dark, on a phone',
    (place) => looksRight(place, 'phone-dark', { ...phone, colorScheme: 'dark' }),
  ],
  ['on paper', fitsPaper],
  ['links lead to runs', leadsToRuns],
]

/** Nothing goes wrong, nothing but tables scrolls sideways, and every text can be read. */
async function looksRight(
  { screenshots, ...place }: Place,
  name: string,
  options: BrowserContextOptions,
): Promise<void> {
  await visit({ ...place, ...options }, async ({ page, assertClean }) => {
    if (!place.offline) await compared(page)
    await picture(page, screenshots, name)
    await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true')
    const width = options.viewport?.width ?? 1280
    assert.ok((await widthOf(page)) <= width, `the page is ${await widthOf(page)} px wide`)
    if (width < 400) assert.ok((await scrollingTables(page)) > 0, 'no table scrolls')
    const script = await readFile(new URL('contrast.js', import.meta.url), 'utf8')
    const { looked, poor } = await page.evaluate<{ looked: number; poor: string[] }>(script)
    assert.ok(looked > 1000, `it has looked at ${looked} texts`)
    assert.deepEqual(poor, [])
    await assertClean()
  })
}

/** On A4 with margins of one centimetre nothing is cut off, wide tables turn the paper, and ink is dark. */
async function fitsPaper({ screenshots, ...place }: Place): Promise<void> {
  await visit({ ...place, viewport: { width: 718, height: 1046 } }, async ({ page }) => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const tooWide = await page.evaluate(`[...document.querySelectorAll('main > section > *')]
      .filter((part) => part.scrollWidth > (getComputedStyle(part.parentElement).page === 'wide' ? 1046 : 718))
      .map((part) => part.scrollWidth + ': ' + part.textContent.trim().slice(0, 40))`)
    assert.deepEqual(tooWide, [])
    assert.equal(await page.evaluate('getComputedStyle(document.body).color'), 'rgb(29, 33, 37)')
    if (screenshots === undefined) return
    const margin = { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' }
    const path = join(screenshots, 'print.pdf')
    await page.pdf({ path, margin, format: 'A4', preferCSSPageSize: true })
  })
}

/** From a number to its runs, from there to the first of them. */
async function leadsToRuns({ screenshots: _, ...place }: Place): Promise<void> {
  await visit(place, async ({ page }) => {
    await page.locator('td a').first().click()
    await page.locator('tr:has(:target) a').first().click()
    const run = page.locator('tr:has(:target)')
    assert.match(await textOf(run), /npx deepauc train/)
    const { y = -1000 } = (await run.boundingBox()) ?? {}
    assert.ok(y > -1 && y < 900, `the run is at ${y}`)
  })
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate('document.scrollingElement.scrollWidth')
}

/** How many can really be scrolled. */
function scrollingTables(page: Page): Promise<number> {
  return page.evaluate(`[...document.querySelectorAll('.table')].filter((table) => {
    table.scrollLeft = 50
    return table.scrollLeft > 0
  }).length`)
}

/** The top, and the figures. */
async function picture(page: Page, folder: string | undefined, name: string): Promise<void> {
  if (folder === undefined) return
  await page.screenshot({ path: join(folder, `${name}.png`) })
  await page.evaluate('document.querySelector("figure").scrollIntoView()')
  await page.screenshot({ path: join(folder, `${name}-figures.png`) })
}
