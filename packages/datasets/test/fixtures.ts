import { createHash } from 'node:crypto'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { DataError } from '../src/data-error.ts'
import type { SourcePart } from '../src/source.ts'
import { temporaryFolder } from './files.ts'

/** The path of a fixture. */
export function fixture(...names: string[]): string {
  return join(import.meta.dirname, 'fixtures', ...names)
}

/** A copy of the fixtures in a folder, for damaging. */
export function copyOfFixture(...names: string[]): string {
  const folder = temporaryFolder()
  cpSync(fixture(...names), folder, { recursive: true })
  return folder
}

/** What tools/golden/fixtures_arrays.py says of a part of its fixtures. */
export interface ExpectedPart {
  readonly shape: readonly [n: number, h: number, w: number, c: number]
  readonly sha256: string
  readonly labels: readonly number[]
}

// biome-ignore lint/suspicious/noExplicitAny: the file has another form for each format
export const expectedArrays: Record<string, any> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden', 'fixtures-arrays.json'), 'utf8'),
)

/** The SHA-256 of all images, each of the given size. */
async function digestOf(part: SourcePart, size: readonly number[]): Promise<string> {
  const hash = createHash('sha256')
  for (let index = 0; index < part.count; index++) {
    const image = await part.image(index)
    if (!('pixels' in image)) throw new Error('the image is encoded')
    expect(image.shape).toEqual(size)
    expect(image.pixels.length).toBe(size.reduce((product, n) => product * n, 1))
    hash.update(image.pixels)
  }
  return hash.digest('hex')
}

export async function expectPart(part: SourcePart | undefined, expected: ExpectedPart) {
  const [count, ...size] = expected.shape
  expect(part?.count).toBe(count)
  expect([...part!.labels]).toEqual(expected.labels)
  expect(await digestOf(part!, size)).toBe(expected.sha256)
}

/** That a part keeps the promises of its type, whatever it holds. */
export async function expectSound({ count, labels, labelNames, classNames, ...part }: SourcePart) {
  expect(count).toBeGreaterThan(0)
  expect(labels.length).toBe(count * labelNames.length)
  const classes = labelNames.length > 1 ? 2 : (classNames?.length ?? 256)
  expect(labels.every((label) => Number.isInteger(label) && label >= 0 && label < classes)).toBe(
    true,
  )
  const image = await part.image(count - 1)
  if (!('pixels' in image)) throw new Error('the image is encoded')
  const [h, w, c] = image.shape
  expect(image.pixels.length).toBe(h * w * c)
  await expect(part.image(count)).rejects.toThrow(RangeError)
}

/** What `read` gives, or undefined where it refuses with a DataError; any other error is the reader's own fault. */
export async function readOrRefuse<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof DataError) return undefined
    throw error
  }
}
