/** The live page as it was last rendered. */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { livePage } from './live-page.ts'

/** Returns the text of `sweepHtml` or `renderReport`, as things are now. */
export type Render = () => string | Promise<string>

interface Page {
  readonly html: string
  /** An entity tag: different for different pages. */
  readonly tag: string
}

export interface LatestPage {
  /** Renders if there was a change; never rejects. */
  current(): Promise<Page>
  changed(): void
}

const pauseMs = 1000

const nothingYet = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="color-scheme" content="light dark" />
<title>Report</title>
</head>
<body>
</body>
</html>
`

/** One rendering at a time, and at most one a second; a failure is shown on the last page, and is tried again. */
export function latestPage(render: Render, onError: (error: unknown) => void): LatestPage {
  let page = pageOf(nothingYet)
  let [isStale, rendered, problem, earliest] = [true, nothingYet, '', 0]
  let rendering: Promise<void> | undefined

  async function renew(): Promise<void> {
    await sleep(Math.max(0, earliest - performance.now()), undefined, { ref: false })
    isStale = false
    try {
      const text = await render()
      page = pageOf(text)
      rendered = text
      problem = ''
    } catch (error) {
      isStale = true
      if (problem !== messageOf(error)) onError(error)
      problem = messageOf(error)
      page = pageOf(rendered, `This is not the latest state, which cannot be shown: ${problem}`)
    }
    earliest = performance.now() + pauseMs
    rendering = undefined
  }
  return {
    async current() {
      if (isStale) rendering ??= renew()
      await rendering
      return page
    },
    changed() {
      isStale = true
    },
  }
}

function pageOf(text: string, notice?: string): Page {
  const html = livePage(text, notice)
  return { html, tag: `"${createHash('sha256').update(html).digest('base64url')}"` }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
