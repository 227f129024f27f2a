/** The thread's side of hdf5.ts. */
import { parentPort } from 'node:worker_threads'
import type * as Library from 'h5wasm/node'

export type Hdf5Question =
  | { readonly kind: 'open'; readonly file: string; readonly name: string }
  | {
      readonly kind: 'rows'
      readonly array: number
      readonly start: number
      readonly end: number
    }
  | { readonly kind: 'close'; readonly array: number }

export interface Hdf5Opened {
  readonly array: number
  readonly shape: readonly number[]
  readonly chunkRows: number
}

export type Hdf5Answer = Hdf5Opened | Uint8Array | undefined

export type Hdf5Reply =
  | { readonly id: number; readonly answer: Hdf5Answer }
  /** What is wrong with the file. */
  | { readonly id: number; readonly problem: string }

/** The library takes memory for a whole chunk, whatever it says its size is. */
const MAX_CHUNK_BYTES = 2 ** 28

interface OpenArray {
  readonly file: Library.File
  readonly dataset: Library.Dataset
  readonly shape: readonly number[]
}

/** Answers the questions of the thread's owner. */
export async function serveHdf5(library: typeof Library): Promise<void> {
  const { activate_throwing_error_handler } = await library.ready
  // By default the library prints its errors and goes on.
  activate_throwing_error_handler()
  const opened: OpenArray[] = []
  parentPort?.on('message', ({ id, ...question }: Hdf5Question & { readonly id: number }) => {
    try {
      const answer = answerQuestion(library, opened, question)
      const transfer = answer instanceof Uint8Array ? [answer.buffer as ArrayBuffer] : []
      parentPort?.postMessage({ id, answer } satisfies Hdf5Reply, transfer)
    } catch (error) {
      parentPort?.postMessage({ id, problem: (error as Error).message } satisfies Hdf5Reply)
    }
  })
}

function answerQuestion(
  library: typeof Library,
  opened: OpenArray[],
  question: Hdf5Question,
): Hdf5Answer {
  if (question.kind === 'open') {
    const { chunkRows, ...array } = openArray(library, question.file, question.name)
    return { array: opened.push(array) - 1, shape: array.shape, chunkRows }
  }
  const array = opened[question.array] as OpenArray
  if (question.kind === 'rows') return readRows(array, question.start, question.end)
  attempt(() => array.file.close())
  return undefined
}

function openArray(
  library: typeof Library,
  path: string,
  name: string,
): OpenArray & { readonly chunkRows: number } {
  const file = attempt(() => new library.File(path, 'r'))
  try {
    const dataset = attempt(() => file.get(name))
    if (!(dataset instanceof library.Dataset)) throw new Error(`holds no array "${name}"`)
    const { shape, chunks, size, signed, type } = attempt(() => dataset.metadata)
    if (type !== 0 || size !== 1 || signed || !shape || shape.length === 0)
      throw new Error(`holds something other than an array of unsigned bytes as "${name}"`)
    if (product(chunks ?? []) > MAX_CHUNK_BYTES)
      throw new Error(`declares chunks of ${chunks?.join(' × ')} bytes`)
    return { file, dataset, shape, chunkRows: chunks?.[0] ?? 1 }
  } catch (error) {
    attempt(() => file.close())
    throw error
  }
}

function readRows({ dataset, shape }: OpenArray, start: number, end: number): Uint8Array {
  const [, ...rest] = shape
  const bytes = attempt(() => dataset.slice([[start, end], ...rest.map((): [] => [])]))
  if (bytes instanceof Uint8Array && bytes.length === (end - start) * product(rest)) return bytes
  throw new Error(`does not hold rows ${start} to ${end - 1} of ${shape.join(' × ')}`)
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1)
}

function attempt<T>(action: () => T): T {
  try {
    return action()
  } catch (cause) {
    const { message } = cause as Error
    // The library tells a whole stack of causes, the first of them last.
    const [, reason] = [...message.matchAll(/\(\): (.+)/g)].at(-1) ?? []
    throw new Error(`cannot be read as HDF5 (${reason ?? message})`)
  }
}
