/** Reads a recipe's file and those that it extends. */
import { readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Layer } from './layer.ts'
import { absolutePaths } from './path-keys.ts'
import { presetFile } from './presets.ts'
import { yamlLayer } from './yaml-layer.ts'

const largestFile = 256 * 1024
const mostFiles = 100

/** A file and what people call it. */
interface RecipeFile {
  readonly path: string
  readonly source: string
}

interface Reading {
  /** Files that are being read, each because the one before extends it. */
  readonly chain: readonly RecipeFile[]
  /** All that were read so far. */
  readonly read: string[]
}

/**
 * The layers of a recipe, the weakest first.
 *
 * @param reference a path that ends in .yaml or .yml, or the name of a preset
 * @throws RangeError if there is no such file or preset, or it is no recipe by its size or encoding
 */
export async function recipeLayers(reference: string): Promise<Layer[]> {
  return layersOf(fileCalled(reference, ''), { chain: [], read: [] })
}

async function layersOf(file: RecipeFile, { chain, read }: Reading): Promise<Layer[]> {
  const inner = { chain: [...chain, file], read }
  const again = chain.findIndex(({ path }) => resolve(path) === resolve(file.path))
  if (again >= 0) throw new RangeError(`it extends itself: ${arrows(inner.chain.slice(again))}`)
  if (read.push(file.path) > mostFiles)
    throw new RangeError(`more than ${mostFiles} files extend each other`)
  const layer = yamlLayer(await readText(file.path), file.source)
  const { extends: extended, ...own } = layer.data
  const bases: Layer[] = []
  const problems = [...layer.problems]
  for (const [path, base] of references(extended))
    try {
      bases.push(...(await layersOf(fileCalled(base, dirname(file.path)), inner)))
    } catch (error) {
      const place = layer.place(path, 'value') ?? { source: file.source }
      problems.push({ ...place, path, message: `cannot extend ${base}: ${rangeError(error)}` })
    }
  const isWhole = layer.isWhole && problems.length === layer.problems.length
  const data = absolutePaths(own, dirname(file.path))
  return [...bases, { ...layer, data, isWhole, problems }]
}

/** What is wrong with a reference; other errors are not the recipe's. */
function rangeError(error: unknown): string {
  if (error instanceof RangeError) return error.message
  throw error
}

function arrows(files: readonly RecipeFile[]): string {
  return files.map(({ source }) => source).join(' → ')
}

function references(extended: unknown): [path: (string | number)[], base: unknown][] {
  if (extended === undefined || extended === null) return []
  if (!Array.isArray(extended)) return [[['extends'], extended]]
  return extended.map((base, i) => [['extends', i], base])
}

/** @throws RangeError if there is no such preset */
function fileCalled(reference: unknown, folder: string): RecipeFile {
  if (typeof reference !== 'string') throw new RangeError('it is no name of a preset or a file')
  if (!/\.ya?ml$/.test(reference))
    return { path: presetFile(reference), source: `preset ${reference}` }
  const path = isAbsolute(reference) ? reference : join(folder, reference)
  return { path, source: path }
}

/** @throws RangeError if it is no text, is too long for one that a person wrote, or cannot be read */
export async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > largestFile) throw new RangeError(`${size} bytes are too many for a recipe`)
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (cause) {
    if (cause instanceof RangeError) throw cause
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new RangeError('there is no such file', { cause })
    throw new RangeError(`it cannot be read: ${(cause as Error).message}`, { cause })
  }
}
