/** A report on the loopback address that follows the runs it is about. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type LatestPage, latestPage, type Render } from './latest-page.ts'
import { livePolicy } from './live-page.ts'

/** Options of {@link serveReport}. */
export interface ServeOptions {
  /** Makes the page as it is now. */
  readonly render: Render
  /** 0: one that is free. */
  readonly port?: number
  /** Told why a page could not be rendered; once, as long as the reason stays the same. */
  readonly onError?: (error: unknown) => void
}

/** A report that this machine can look at while it grows. */
export interface ReportServer {
  /** For a browser on this machine. */
  readonly url: string
  /** What is rendered may be another page from now on. */
  changed(): void
  /** Ends open connections too. */
  close(): Promise<void>
}

/**
 * Serves the page at `/`, to be read only. It is rendered when somebody looks at it after a change, at most once a second and
 * one at a time; while it cannot be rendered, the last one stands with the reason.
 *
 * @throws Error of the system if the port is taken
 */
export async function serveReport({
  render,
  port = 0,
  onError = () => undefined,
}: ServeOptions): Promise<ReportServer> {
  const page = latestPage(render, onError)
  const server = createServer((request, response) => answer(request, response, page))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    changed: page.changed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * A site that lets its name lead to this machine (DNS rebinding) sends that name. The port is free, so that one forwarded
 * by ssh is served as well.
 */
const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i

const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `${livePolicy}; frame-ancestors 'none'`,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

function answer(request: IncomingMessage, response: ServerResponse, page: LatestPage): void {
  const { method = '', url } = request
  const say = (status: number, text: string, more = {}) =>
    response
      .writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8', ...more })
      .end(text)
  if (!loopbackHost.test(request.headers.host ?? '')) say(403, 'Only for this machine.\n')
  else if (url !== '/') say(404, 'The report is at /.\n')
  else if (!['GET', 'HEAD'].includes(method)) say(405, 'Read only.\n', { Allow: 'GET, HEAD' })
  else
    page.current().then(({ html, tag }) => {
      if (request.headers['if-none-match'] === tag) say(304, '', { ETag: tag })
      else say(200, html, { 'Content-Type': 'text/html; charset=utf-8', ETag: tag })
    })
}
