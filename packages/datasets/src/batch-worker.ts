/** The worker thread's side of worker-render.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { imageRenderer } from './augmentation.ts'

export interface RenderRequest {
  readonly id: number
  readonly step: number
  readonly indices: Int32Array
}

export interface RenderReply {
  readonly id: number
  readonly images: Float32Array
}

const render = imageRenderer(workerData)

parentPort?.on('message', ({ id, step, indices }: RenderRequest) => {
  const images = render(step, indices)
  parentPort?.postMessage({ id, images } satisfies RenderReply, [images.buffer])
})
