/** The worker thread's side of worker-render.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { imageRenderer } from './augmentation.ts'

export interface RenderRequest {
  readonly id: number
  readonly step: number
  readonly indices: Int32Array
}

export type RenderReply =
  | { readonly id: number; readonly images: Float32Array }
  /** Errors come without their class and their fields, which therefore go beside them. */
  | { readonly id: number; readonly error: unknown; readonly fields: object }

const render = imageRenderer(workerData)

parentPort?.on('message', ({ id, step, indices }: RenderRequest) => {
  try {
    const images = render(step, indices)
    parentPort?.postMessage({ id, images } satisfies RenderReply, [images.buffer])
  } catch (error) {
    // A cause can hold what cannot be sent.
    const { cause: _, ...fields } = { cause: undefined, ...(error as Error) }
    parentPort?.postMessage({ id, error, fields } satisfies RenderReply)
  }
})
