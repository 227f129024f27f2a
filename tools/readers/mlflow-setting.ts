/** An MLflow server on loopback with a store in a temporary folder. */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type MlflowLogger,
  type MlflowOptions,
  mlflowLogger,
} from '../../packages/experiments/src/log/mlflow.ts'
import { startReader } from './reader.ts'
import { freePort, startServer } from './server.ts'

interface ReadRun {
  readonly name: string
  readonly experiment: string
  readonly status: string
  readonly hasEnded: boolean
  readonly params: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  /** Step, milliseconds since 1970 and value of every point. */
  readonly metrics: Readonly<Record<string, readonly (readonly number[])[]>>
}

export interface MlflowSetting {
  begin(options?: Partial<MlflowOptions>): { logger: MlflowLogger; id: Promise<string> }
  /** What MLflow's Python client reads. */
  read(runId: string): Promise<ReadRun>
  kill(): Promise<void>
  restart(): Promise<void>
  end(): Promise<void>
}

export async function mlflowSetting(programs: string): Promise<MlflowSetting> {
  const folder = mkdtempSync(join(tmpdir(), 'mlflow-'))
  const port = await freePort()
  const command = serverCommand({ programs, folder, port })
  const start = () => startServer(command, { port, path: '/health' })
  let server = await start()
  const reader = startReader(programs, ['read_mlflow.py', server.uri])
  return {
    begin: (options) => beginRun(server.uri, options),
    read: (runId) => reader.ask(runId),
    kill: () => server.kill(),
    async restart() {
      server = await start()
    },
    async end() {
      await reader.end()
      await server.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function serverCommand({
  programs,
  folder,
  port,
}: {
  readonly programs: string
  readonly folder: string
  readonly port: number
}): [string, ...string[]] {
  const store = ['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`]
  const artifacts = ['--no-serve-artifacts', '--default-artifact-root', folder]
  const network = ['--host', '127.0.0.1', '--port', `${port}`, '--workers', '1']
  return [join(programs, 'python'), '-m', 'mlflow', 'server', ...store, ...artifacts, ...network]
}

function beginRun(
  trackingUri: string,
  options: Partial<MlflowOptions> = {},
): ReturnType<MlflowSetting['begin']> {
  let onRun: (id: string) => void = () => undefined
  const id = new Promise<string>((resolve) => {
    onRun = resolve
  })
  const defaults = { experiment: 'deepauc', flushSeconds: 0.1 }
  return { logger: mlflowLogger({ trackingUri, ...defaults, onRun, ...options }), id }
}
