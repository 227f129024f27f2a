/** Decoding and augmentation beside torchvision's, and how long training waits for its batches. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Augmentation } from '@deepauc/datasets'
import { compete, type Entrant } from './compete.ts'
import { threadEnvironment, workerScript } from './entrants.ts'
import { trainFed } from './fed.ts'
import type { Options } from './options.ts'
import { findPython, type Python, pythonFile } from './python.ts'
import type { Outcome } from './result.ts'
import { summarize } from './statistics.ts'
import { align } from './table.ts'
import type { ImagesOptions } from './workers/images.ts'

interface Task {
  readonly title: string
  /** Of the JPEG files. */
  readonly side: number
  /** That an iteration makes. */
  readonly images: number
  readonly options: Pick<ImagesOptions, 'task'> & Partial<ImagesOptions>
}

const files = 512
const imageNet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }
const medical: Augmentation = { crop: 224, flip: true, normalize: imageNet }
const tasks: readonly Task[] = [
  {
    title: 'decode JPEG files of 256×256',
    side: 256,
    images: files,
    options: { task: 'decode' },
  },
  augment('crop to 224, flip, normalize', 256, 32, medical),
  augment('rotate by up to 10°, crop to 224, flip, normalize', 256, 32, { rotate: 10, ...medical }),
  augment('crop to 30, flip, resize to 32', 32, 128, { crop: 30, flip: true, resize: 32 }),
]
const schedule = { warmUps: 2, iterations: 2 }

/** @param folder for images */
export async function measureLoader(options: Options, folder: string): Promise<string[]> {
  const python = await findPython()
  const lines: string[] = []
  for (const task of tasks) lines.push(...(await compare(task, options, python, folder)))
  return [...lines, ...(await trainFed(options, folder))]
}

function augment(what: string, side: number, batchSize: number, augmentation: Augmentation): Task {
  const batches = 32
  return {
    title: `${what}: images of ${side}×${side}, batches of ${batchSize}`,
    side,
    images: batches * batchSize,
    options: { task: 'augment', batches, batchSize, augmentation },
  }
}

async function compare(
  { title, side, images, options }: Task,
  { threads, rounds, variants }: Options,
  python: Python,
  folder: string,
): Promise<string[]> {
  if ('reason' in python) return ['', `skipped ${title}: ${python.reason}`]
  // sharp decodes in Node's own threads.
  const environment = { ...threadEnvironment(threads), UV_THREADPOOL_SIZE: `${threads}` }
  const common = { ...options, folder: writeImages(side, python.program, folder), threads }
  const entrant = (variant: string, own: object = {}): Entrant => {
    const peer =
      variant === 'ours'
        ? { program: process.execPath, script: workerScript('images') }
        : { program: python.program, script: pythonFile('loader.py') }
    return { variant, command: { ...peer, options: { ...common, ...own }, environment } }
  }
  const entrants = [entrant('ours'), entrant('torchvision')]
  if (options.task === 'decode') entrants.push(entrant('pillow', { pillow: true }))
  const wanted = entrants.filter(({ variant }) => variants?.includes(variant) ?? true)
  if (wanted.length === 0) return []
  return ['', title, ...throughputLines(await compete(wanted, { ...schedule, rounds }), images)]
}

/** The folder with the JPEG files of a size. */
function writeImages(side: number, program: string, folder: string): string {
  const images = join(folder, `${side}`)
  if (!existsSync(images))
    execFileSync(program, [pythonFile('images.py'), images, `${files}`, `${side}`])
  return images
}

/** A line for each outcome: images a second, and how many times torchvision's that is. */
export function throughputLines(outcomes: readonly Outcome[], images: number): string[] {
  const rateOf = (times: readonly number[]) => (1000 * images) / summarize(times).median
  const peer = outcomes.find(({ variant }) => variant === 'torchvision')
  const base = peer && 'times' in peer ? rateOf(peer.times) : Number.NaN
  const rows = outcomes.map((outcome) => {
    if ('reason' in outcome) return [outcome.variant, '–', '–', `skipped: ${outcome.reason}`]
    const rate = rateOf(outcome.times)
    return [outcome.variant, rate.toFixed(0), (rate / base).toFixed(2), outcome.detail]
  })
  return align([['', 'images/s', '× torchvision', ''], ...rows])
}
