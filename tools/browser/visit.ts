/** A page in a browser, and whatever goes wrong in it. */
import assert from 'node:assert/strict'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'

export interface Visit {
  readonly page: Page
  /** @throws AssertionError if the page has said, thrown, violated or asked another server for anything so far */
  assertClean(): Promise<void>
}

export interface VisitOptions extends BrowserContextOptions {
  readonly browser: Browser
  readonly url: string
  /** Whether the page may load more than itself from its server. */
  readonly hasFiles?: boolean
}

/** Opens the page in a context of its own, as long as `use` takes. */
export async function visit(
  { browser, url, hasFiles = false, ...options }: VisitOptions,
  use: (visit: Visit) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(30_000)
  try {
    const page = await context.newPage()
    const troubles = noteTroubles(page, (asked) =>
      hasFiles ? new URL(asked).origin === new URL(url).origin : asked === url,
    )
    await page.addInitScript(`violations = []
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  violations.push('violation: ' + violatedDirective + ' ' + blockedURI))`)
    await page.goto(url)
    const assertClean = async () => {
      const violations = await page.evaluate<string[]>('violations')
      assert.deepEqual([...troubles, ...violations], [])
    }
    await use({ page, assertClean })
  } finally {
    await context.close()
  }
}

export async function textOf(part: Locator): Promise<string> {
  return (await part.textContent()) ?? ''
}

/** Until the script of a live page has compared it with what its server has. */
export async function compared(page: Page): Promise<void> {
  await page.waitForResponse((response) => response.status() === 304)
}

/** Grows with what goes wrong. */
function noteTroubles(page: Page, mayLoad: (url: string) => boolean): readonly string[] {
  const troubles: string[] = []
  page.on('console', (message) => troubles.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => troubles.push(`dialog: ${dialog.message()}`))
  page.on('requestfailed', (request) =>
    troubles.push(`failed: ${request.url()} ${request.failure()?.errorText}`),
  )
  page.on('request', (request) => {
    if (!mayLoad(request.url())) troubles.push(`request: ${request.url()}`)
  })
  return troubles
}
