/** Plays MLflow's tracking server as its REST API is documented, with faults on demand. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Entry {
  readonly key: string
  readonly value: unknown
  readonly step?: number
  readonly timestamp?: number
}

interface PlayedRun {
  readonly experiment_id: string
  readonly run_name?: string
  status: string
  end_time?: number
  readonly metrics: Entry[]
  readonly params: Entry[]
  readonly tags: Entry[]
}

export interface Answer {
  readonly status: number
  readonly body: object | string
}

type Body = Readonly<Record<string, unknown>>

export interface PlayedServer {
  readonly uri: string
  readonly runs: Map<string, PlayedRun>
  /** Of every request: method, path after `/api/2.0/mlflow/`, body or query. */
  readonly requests: { readonly call: string; readonly body: Body; readonly headers: unknown }[]
  /** Decides over a request before the server does: 'hang up' ends the connection, 'silence' never answers. */
  intercept: (call: string, body: Body) => Answer | 'hang up' | 'silence' | undefined
  close(): Promise<void>
}

/** The limits of log-batch. */
const limits = { metrics: 1000, params: 100, tags: 100 } as const

export async function playMlflow(): Promise<PlayedServer> {
  const experiments = new Map<string, string>()
  const runs: PlayedServer['runs'] = new Map()
  const requests: PlayedServer['requests'] = []
  const answers = answersFrom(experiments, runs)
  const server = createServer(async (request, response) => {
    const { call, body, size } = await parse(request)
    requests.push({ call, body, headers: request.headers })
    const answer = played.intercept(call, body) ?? (size > 1e6 ? tooLarge : answers(call, body))
    if (answer === 'hang up') request.socket.destroy()
    else if (answer !== 'silence') send(response, answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const played: PlayedServer = {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    requests,
    intercept: () => undefined,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return played
}

const tooLarge = failure(413, 'INVALID_PARAMETER_VALUE', 'the request is larger than 1 MB')

async function parse(request: IncomingMessage) {
  const url = new URL(request.url ?? '', 'http://server')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks)
  const body: Body = text.length ? JSON.parse(`${text}`) : Object.fromEntries(url.searchParams)
  const call = `${request.method} ${url.pathname.replace('/api/2.0/mlflow/', '')}`
  return { call, body, size: text.length }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
}

export function failure(status: number, error_code: string, message: string): Answer {
  return { status, body: { error_code, message } }
}

function answersFrom(experiments: Map<string, string>, runs: Map<string, PlayedRun>) {
  const ok = (body: object): Answer => ({ status: 200, body })
  const missing = (what: string) => failure(404, 'RESOURCE_DOES_NOT_EXIST', `${what} not found`)
  const calls: Record<string, (body: Body) => Answer> = {
    'GET experiments/get-by-name': ({ experiment_name: name }) => {
      const experiment_id = experiments.get(name as string)
      return experiment_id ? ok({ experiment: { experiment_id, name } }) : missing('experiment')
    },
    'POST experiments/create': ({ name }) => {
      if (experiments.has(name as string))
        return failure(400, 'RESOURCE_ALREADY_EXISTS', `${name} already exists`)
      experiments.set(name as string, `${experiments.size + 1}`)
      return ok({ experiment_id: `${experiments.size}` })
    },
    'POST runs/create': (body) => {
      const run_id = `run${runs.size + 1}`
      const empty = { status: 'RUNNING', metrics: [], params: [], tags: [] }
      runs.set(run_id, { ...(body as { experiment_id: string }), ...empty })
      return ok({ run: { info: { run_id } } })
    },
    'GET runs/get': ({ run_id }) => {
      const run = runs.get(run_id as string)
      if (!run) return missing('run')
      const latest = new Map(run.metrics.map((metric) => [metric.key, metric]))
      return ok({ run: { info: { run_id }, data: { metrics: [...latest.values()] } } })
    },
    'POST runs/update': ({ run_id, ...changes }) => {
      const run = runs.get(run_id as string)
      return run ? ok({ run_info: Object.assign(run, changes) }) : missing('run')
    },
    'POST runs/log-batch': ({ run_id, ...batch }) => {
      const run = runs.get(run_id as string)
      return run ? (refusal(batch) ?? ok(keep(run, batch))) : missing('run')
    },
  }
  return (call: string, body: Body) => calls[call]?.(body) ?? missing(call)
}

function refusal(batch: Body): Answer | undefined {
  for (const [kind, limit] of Object.entries(limits)) {
    const items = (batch[kind] ?? []) as Entry[]
    const message = `A batch logging request can contain at most ${limit} ${kind}. Got ${items.length} ${kind}.`
    if (items.length > limit) return failure(400, 'INVALID_PARAMETER_VALUE', message)
    const bad = items.find(({ key }) => !/^[/\w.\- :]*$/.test(key))
    if (bad) return failure(400, 'INVALID_PARAMETER_VALUE', `Invalid name "${bad.key}"`)
  }
  return undefined
}

function keep(run: PlayedRun, batch: Body): object {
  for (const kind of ['metrics', 'params', 'tags'] as const)
    run[kind].push(...((batch[kind] ?? []) as Entry[]))
  return {}
}
