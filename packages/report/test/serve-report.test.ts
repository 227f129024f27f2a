import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type RequestOptions, request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { renderReport, sweepHtml, sweepReport } from '../src/index.ts'
import { type ServeOptions, serveReport } from '../src/serve/serve-report.ts'
import { exampleInput } from './example-run.ts'
import { exampleSweep } from './example-sweep.ts'
import { elements } from './markup.ts'

const page = sweepHtml(sweepReport(exampleSweep({ seeds: 2 })))

/** A server that ends with the test, and what one request is answered. */
async function serve(options: Partial<ServeOptions> = {}) {
  const server = await serveReport({ render: () => page, ...options })
  onTestFinished(() => server.close())
  const ask = async (more: RequestOptions = {}) => {
    const sent = request(server.url, more).end()
    const [response] = await once(sent, 'response')
    const { statusCode: status, headers } = response
    return { status, headers, body: await text(response) }
  }
  return { ...server, ask, port: Number(new URL(server.url).port) }
}

test('serves the page of the file, with one script that its policy knows by its hash', async () => {
  const { ask } = await serve()
  const { status, headers, body } = await ask()
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  const scripts = [...body.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script!)
  expect(scripts).toHaveLength(1)
  const hash = createHash('sha256').update(scripts[0]!).digest('base64')
  const policy = headers['content-security-policy'] as string
  expect(policy.split('; ').filter((rule) => /script|default|connect|frame/.test(rule))).toEqual([
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "connect-src 'self'",
    "frame-ancestors 'none'",
  ])
  const added =
    /<link rel="icon"[^>]*>\n<style>\n#live[\s\S]*?<\/style>\n|<p id="live-notice"[\s\S]*<\/script>\n/g
  const meta = /<meta http-equiv="Content-Security-Policy"[^>]*>\n/
  expect(page).toMatch(meta)
  expect(body.replace(added, '')).toBe(page.replace(meta, ''))
  // The parser of the tests reads no script.
  expect(elements(body.replace(scripts[0]!, '')).map(({ name }) => name)).toContain('main')
})

test('serves the report of single runs as well', async () => {
  const { ask } = await serve({ render: async () => renderReport(exampleInput) })
  expect((await ask()).body).toContain('<h1>Shirts</h1>')
})

test('forbids to keep, to guess, to embed and to share, whatever it answers', async () => {
  const { ask } = await serve()
  const answers = [
    await ask(),
    await ask({ path: '/x' }),
    await ask({ method: 'PUT' }),
    await ask({ headers: { host: 'a.example' } }),
  ]
  for (const { headers } of answers) {
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(Object.keys(headers).join()).not.toContain('access-control')
  }
})

test.each([
  'attacker.example',
  'attacker.example:PORT',
  '127.0.0.1.attacker.example:PORT',
  'localhost.attacker.example',
  'attacker.example@127.0.0.1',
  '127.0.0.1:PORT@attacker.example',
  '10.0.0.1:PORT',
  '0.0.0.0:PORT',
  '[::]:PORT',
  'localhost:',
  'localhost:1:2',
])('refuses the host "%s", without rendering', async (host) => {
  const render = vi.fn(() => page)
  const { ask, port } = await serve({ render })
  const { status, body } = await ask({ headers: { host: host.replace('PORT', `${port}`) } })
  expect([status, body]).toEqual([403, 'Only for this machine.\n'])
  expect(render).not.toHaveBeenCalled()
})

test('refuses a request without a host', async () => {
  const { port } = await serve()
  const socket = connect(port, '127.0.0.1').end('GET / HTTP/1.0\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /)
})

test.each([
  '127.0.0.1:PORT',
  'localhost:PORT',
  'LOCALHOST',
  '[::1]:PORT',
  // What `ssh -L 9000:127.0.0.1:PORT` makes of it.
  'localhost:9000',
])('serves the host "%s"', async (host) => {
  const { ask, port } = await serve()
  const { status } = await ask({ headers: { host: host.replace('PORT', `${port}`) } })
  expect(status).toBe(200)
})

test('has one path and two methods', async () => {
  const { ask } = await serve()
  for (const path of ['/x', '/../etc/passwd', '/%2e%2e/', '/?', '//', '/events'])
    expect((await ask({ path })).status).toBe(404)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    const { status, headers } = await ask({ method })
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
  }
  const { status, headers, body } = await ask({ method: 'HEAD' })
  expect([status, headers['content-type'], body]).toEqual([200, 'text/html; charset=utf-8', ''])
})

test('listens on the loopback address alone', async () => {
  const { port } = await serve()
  const others = Object.values(networkInterfaces()).flatMap((found) =>
    (found ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
  )
  for (const { address } of [...others, { address: '127.0.0.2' }]) {
    const socket = connect(port, address)
    const [error] = await once(socket, 'error')
    expect(error.code).toBe('ECONNREFUSED')
  }
})

test('has a tag for each page, and says no more than that it is the same', async () => {
  let title = 'one'
  const { ask, changed } = await serve({
    render: () => page.replace(/<title>.*</, `<title>${title}<`),
  })
  const { tag, body } = await ask().then(({ headers, body }) => ({ tag: headers.etag!, body }))
  expect(body).toContain('<title>one<')
  const again = await ask({ headers: { 'If-None-Match': tag } })
  expect([again.status, again.body, again.headers.etag]).toEqual([304, '', tag])
  title = 'two'
  changed()
  const other = await ask({ headers: { 'If-None-Match': tag } })
  expect(other.status).toBe(200)
  expect(other.body).toContain('<title>two<')
  title = 'one'
  changed()
  expect((await ask({ headers: { 'If-None-Match': tag } })).status).toBe(304)
})

test('renders when asked after a change, one at a time and at most once a second', async () => {
  const starts: number[] = []
  let running = 0
  const render = vi.fn(async () => {
    starts.push(performance.now())
    expect(++running).toBe(1)
    await sleep(100)
    running--
    return page
  })
  const { ask, changed } = await serve({ render })
  changed()
  await sleep(50)
  expect(render).not.toHaveBeenCalled()
  await Promise.all([ask(), ask(), ask()])
  await ask()
  expect(render).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 40; i++) {
    changed()
    await Promise.all([ask(), ask()])
    if (performance.now() - starts[0]! > 2500) break
  }
  expect(starts.length).toBeGreaterThanOrEqual(3)
  for (const [i, start] of starts.slice(1).entries())
    expect(start - starts[i]!).toBeGreaterThanOrEqual(1000)
})

test('renders again what has changed while it was rendered', async () => {
  let state = 'before'
  const { ask, changed } = await serve({
    render: async () => {
      const seen = state
      await sleep(100)
      return page.replace('<h1>', `<h1>${seen} `)
    },
  })
  const first = ask()
  await sleep(50)
  state = 'after'
  changed()
  expect((await first).body).toContain('<h1>before')
  expect((await ask()).body).toContain('<h1>after')
})

test('shows on the last page why there is no newer one, until there is', async () => {
  let failure: string | undefined
  const onError = vi.fn()
  const { ask, changed } = await serve({
    onError,
    render: () => {
      if (failure !== undefined) throw new Error(failure)
      return page
    },
  })
  const good = await ask()
  failure = 'result.json: <damaged>'
  changed()
  for (let i = 0; i < 2; i++) {
    const { status, body } = await ask()
    expect(status).toBe(200)
    expect(body).toContain(
      '<p id="live-notice" role="status">This is not the latest state, which cannot be shown: result.json: &#60;damaged&#62;</p>',
    )
    expect(body).toContain(page.slice(page.indexOf('<h1>'), page.indexOf('</body>')))
  }
  expect(onError.mock.calls).toEqual([[new Error('result.json: <damaged>')]])
  failure = undefined
  expect((await ask()).body).toBe(good.body)
})

test('says so where there is no page yet, or none of this package', async () => {
  const failing = await serve({ render: () => Promise.reject(new Error('no sweep')) })
  expect((await failing.ask()).body).toContain('cannot be shown: no sweep</p>')
  const other = await serve({ render: () => 'text' })
  expect((await other.ask()).body).toContain('what was rendered is no page')
})

test('ends open connections, also of those who wait, and can be ended twice', async () => {
  const { ask, port, close } = await serve({ render: () => new Promise(() => undefined) })
  const idle = connect(port, '127.0.0.1')
  await once(idle, 'connect')
  const waiting = ask().catch(({ code }) => code)
  await sleep(50)
  const start = performance.now()
  const ended = once(idle, 'close')
  await close()
  await close()
  await ended
  expect(await waiting).toBe('ECONNRESET')
  expect(performance.now() - start).toBeLessThan(1000)
  const [error] = await once(connect(port, '127.0.0.1'), 'error')
  expect(error.code).toBe('ECONNREFUSED')
})

test('rejects if the port is taken', async () => {
  const { port } = await serve()
  await expect(serveReport({ render: () => page, port })).rejects.toThrow('EADDRINUSE')
})
