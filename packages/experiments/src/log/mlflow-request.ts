/** One request to MLflow's REST API 2.0. */

/** A request has failed. */
export class MlflowError extends Error {
  override readonly name = 'MlflowError'
  /** Whether the same request can succeed later: the server is away or busy. */
  readonly isTransient: boolean
  /** MLflow's own code, e.g. `RESOURCE_DOES_NOT_EXIST`. */
  readonly code: string | undefined

  constructor(
    message: string,
    options: { isTransient: boolean; code?: string | undefined; cause?: unknown },
  ) {
    super(message, { cause: options.cause })
    this.isTransient = options.isTransient
    this.code = options.code
  }
}

export interface MlflowServer {
  /** E.g. `http://localhost:5000`. */
  readonly trackingUri: string
  readonly fetch: typeof globalThis.fetch
  /** E.g. `{ authorization: 'Bearer …' }`. */
  readonly headers: Readonly<Record<string, string>>
  /** How long one request may take. */
  readonly requestSeconds: number
}

/**
 * @param path with the query, after `/api/2.0/mlflow/`
 * @param body what is sent by POST; without one, it is GET
 * @returns the answer's JSON
 * @throws MlflowError
 */
export async function mlflowRequest<T>(
  server: MlflowServer,
  path: string,
  body?: object,
): Promise<T> {
  const { trackingUri, fetch, headers, requestSeconds } = server
  let response: Response
  let text: string
  try {
    response = await fetch(`${trackingUri.replace(/\/+$/, '')}/api/2.0/mlflow/${path}`, {
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(requestSeconds * 1000),
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    text = await response.text()
  } catch (cause) {
    throw new MlflowError(`${trackingUri} does not answer (${reasonOf(cause)})`, {
      isTransient: true,
      cause,
    })
  }
  const answer = parse(text)
  if (response.ok && answer) return answer as T
  const { error_code: code, message = text.slice(0, 200) } = answer ?? {}
  const explained = [response.status, code, message].filter(Boolean).join(' ')
  throw new MlflowError(`${path.replace(/\?.*/, '')}: ${explained}`, {
    isTransient: isTransient(response.status),
    code,
  })
}

/** The statuses after which MLflow's own client tries again. */
function isTransient(status: number): boolean {
  return [408, 429, 500, 502, 503, 504].includes(status)
}

/** fetch itself only says that it has failed. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const { code, message: reason } = (cause ?? {}) as Partial<NodeJS.ErrnoException>
  return code ?? reason ?? message
}

function parse(text: string): { error_code?: string; message?: string } | undefined {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
