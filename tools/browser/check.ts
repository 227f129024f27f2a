/** Runs all checks one after the other and counts them. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { sweepHtml, sweepReport } from '../../packages/report/src/index.ts'
import { serveReport } from '../../packages/report/src/serve/serve-report.ts'
import { passes, secondsSince } from '../passes.ts'
import { bundleChecks } from './bundle-checks.ts'
import { chromiumProgram } from './chromium.ts'
import { exampleChecks } from './example-checks.ts'
import { serveExample } from './example-server.ts'
import { hostileChecks } from './hostile-checks.ts'
import { liveChecks } from './live-checks.ts'
import { type Place, pageChecks } from './page-checks.ts'
import { exampleSweep } from './sweep.ts'

const { screenshots } = parseArgs({ options: { screenshots: { type: 'string' } } }).values
if (screenshots) mkdirSync(screenshots, { recursive: true })
const start = performance.now()
const browser = await chromium.launch({
  executablePath: chromiumProgram(),
  // A name that leads to this machine, as an attacker's does after its second answer.
  args: ['--host-resolver-rules=MAP *.example 127.0.0.1'],
})
const folder = mkdtempSync(join(tmpdir(), 'deepauc-browser-'))
const results: boolean[] = []
try {
  const html = sweepHtml(sweepReport(exampleSweep()))
  const file = join(folder, 'index.html')
  writeFileSync(file, html)
  const server = await serveReport({ render: () => html })
  const places: readonly (readonly [string, Place])[] = [
    ['file', { browser, url: pathToFileURL(file).href, offline: true }],
    ['server', { browser, url: server.url, offline: false, screenshots }],
  ]
  for (const [where, place] of places)
    for (const [name, check] of pageChecks)
      results.push(await passes(`${where}: ${name}`, () => check(place)))
  await server.close()
  for (const [name, check] of [...liveChecks, ...hostileChecks])
    results.push(await passes(name, () => check({ browser, folder })))
  for (const [name, check] of bundleChecks) results.push(await passes(name, check))
  const example = await serveExample(join(folder, 'example'))
  for (const [name, check] of exampleChecks)
    results.push(
      await passes(`example: ${name}`, () => check({ browser, url: example.url, screenshots })),
    )
  await example.close()
} finally {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
}
const failures = results.filter((result) => !result).length
console.log(`took ${secondsSince(start)} s`)
console.log(`${results.length - failures} passed, ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1
