/** Renders batches in a worker thread. */
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { RenderOptions } from './augmentation.ts'
import type { RenderReply, RenderRequest } from './batch-worker.ts'

/** Renders away from the thread that asks. */
export interface RemoteRender {
  /** How many batches have been asked for and have not come. */
  pending(): number
  render(step: number, indices: Int32Array): Promise<Float32Array>
  close(): Promise<void>
}

/**
 * Starts a worker thread that renders batches. Images in shared memory are read where they are, and those in files
 * from there; others are copied once. Finished batches are handed over, so that nobody else can write to them.
 */
export function workerRender(options: RenderOptions): RemoteRender {
  const worker = startWorker({ workerData: options })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let ended: Error | undefined
  const end = (reason: Error) => {
    ended ??= reason
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  const deliver = (reply: RenderReply) => {
    if ('images' in reply) waiting.get(reply.id)?.resolve(reply.images)
    else waiting.get(reply.id)?.reject(Object.assign(reply.error as Error, reply.fields))
    waiting.delete(reply.id)
    if (waiting.size === 0) worker.unref()
  }
  worker.on('message', deliver)
  // Only a batch on its way keeps the process alive: a program may end without closing its loaders.
  worker.unref()
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the loader of this batch is closed')))
  return {
    pending: () => waiting.size,
    render: (step, indices) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        const request: RenderRequest = { id: asked++, step, indices }
        waiting.set(request.id, { resolve, reject })
        worker.ref()
        worker.postMessage(request)
      }),
    close: async () => {
      worker.off('message', deliver)
      worker.ref()
      await worker.terminate()
    },
  }
}
interface Waiting {
  resolve(images: Float32Array): void
  reject(error: Error): void
}

function startWorker(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./batch-worker.js', import.meta.url), options)
  // In the checkout packages run from their sources, which Node 20 can read in a worker only through tsx.
  const entry = JSON.stringify(new URL('./batch-worker.ts', import.meta.url))
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  return new Worker(`import(${tsx}).then(({ tsImport }) => tsImport(${entry}, ${entry}))`, {
    ...options,
    eval: true,
    execArgv: ['--conditions=@deepauc/source'],
  })
}
