/** Reads arrays of bytes in HDF5 files, piece by piece, in a thread of its own. */
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { corrupt } from '../files/file-errors.ts'
import { requirePackage } from '../files/optional-package.ts'
import { openFile } from '../files/read-range.ts'
import type { Hdf5Answer, Hdf5Opened, Hdf5Question, Hdf5Reply } from './hdf5-serve.ts'

/** A thread that reads HDF5 files. */
export interface Hdf5 {
  /**
   * Array `name` of unsigned bytes in `file`.
   *
   * @throws DataError if the file is missing or corrupt, or has no such array
   */
  open(file: string, name: string): Promise<Hdf5Array>
  /** Ends the thread, and with it all that it has opened. */
  close(): Promise<void>
}

/** An open array. */
export interface Hdf5Array {
  readonly shape: readonly number[]
  /** How many rows lie in one chunk of the file; 1 if it has no chunks. */
  readonly chunkRows: number
  /** The elements with first index `start` to `end` − 1. @throws DataError if they cannot be read */
  rows(start: number, end: number): Promise<Uint8Array>
  close(): Promise<void>
}

/**
 * A hostile file can break the library for all later ones, or keep it busy: so it runs where it can be ended.
 *
 * @throws DataError if the package h5wasm is not installed
 */
export async function startHdf5(): Promise<Hdf5> {
  const library = await requirePackage('h5wasm', async () => import.meta.resolve('h5wasm/node'))
  const { ask, close } = startThread(library)
  return {
    async open(file, name) {
      await (await openFile(file)).close()
      const opened = (await ask(file, { kind: 'open', file, name })) as Hdf5Opened
      const { array, shape, chunkRows } = opened
      return {
        shape,
        chunkRows,
        rows: async (start, end) =>
          (await ask(file, { kind: 'rows', array, start, end })) as Uint8Array,
        close: async () => {
          await ask(file, { kind: 'close', array })
        },
      }
    },
    close,
  }
}

interface Waiting {
  readonly file: string
  resolve(answer: Hdf5Answer): void
  reject(error: Error): void
}

interface Thread {
  ask(file: string, question: Hdf5Question): Promise<Hdf5Answer>
  close(): Promise<void>
}

function startThread(library: string): Thread {
  // What the library prints before it gives up comes as an error, too.
  const worker = startWorker(library, { stdout: true, stderr: true })
  worker.stdout.resume()
  worker.stderr.resume()
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let ended: string | undefined
  const end = (reason: string) => {
    ended ??= reason
    for (const { file, reject } of waiting.values()) reject(corrupt(file, ended))
    waiting.clear()
  }
  worker.on('message', (reply: Hdf5Reply) => {
    const asking = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (waiting.size === 0) worker.unref()
    if ('answer' in reply) asking?.resolve(reply.answer)
    else asking?.reject(corrupt(asking.file, reply.problem))
  })
  worker.on('error', (error) => end(`cannot be read as HDF5 (${error.message})`))
  worker.on('exit', () => end('cannot be read: its reader is closed'))
  // Only a question keeps the process alive: a program may end without closing its data.
  worker.unref()
  return {
    ask: (file, question) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(corrupt(file, ended))
        waiting.set(asked, { file, resolve, reject })
        worker.ref()
        worker.postMessage({ id: asked++, ...question })
      }),
    close: async () => {
      worker.ref()
      await worker.terminate()
    },
  }
}

function startWorker(library: string, options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./hdf5-worker.js', import.meta.url), options)
  // In the checkout packages run from their sources, which Node 20 can read in a worker only through tsx. The library
  // is not left to tsx, which would take seconds to look through its 4 MB.
  const entry = JSON.stringify(new URL('./hdf5-serve.ts', import.meta.url))
  const [tsx, h5wasm] = [import.meta.resolve('tsx/esm/api'), library].map((url) =>
    JSON.stringify(url),
  )
  const start = `Promise.all([import(${tsx}).then(({ tsImport }) => tsImport(${entry}, ${entry})), import(${h5wasm})])
    .then(([{ serveHdf5 }, library]) => serveHdf5(library))`
  return new Worker(start, { ...options, eval: true, execArgv: ['--conditions=@deepauc/source'] })
}
