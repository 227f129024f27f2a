/** Checkpoints on disk: whole, checked, or not there. */
import { createHash } from 'node:crypto'
import * as nodeFiles from 'node:fs/promises'
import { join } from 'node:path'
import { readSafetensors, safetensorsParts } from '@deepauc/safetensors'
import type { Checkpoint, CheckpointStore, SavedTensors } from './checkpoint.ts'
import { CheckpointError } from './checkpoint-error.ts'

/** The system calls of a save; tests let them fail. */
export type FileSystem = Pick<
  typeof nodeFiles,
  'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'rm'
>

/** Options of {@link checkpointFolder}. */
export interface CheckpointFolderOptions {
  /** How many checkpoints stay. Default 2. */
  readonly keep?: number
  /** What else a checkpoint is to hold, asked for at every save: plain JSON. */
  readonly notes?: () => unknown
  /** What files are written and read with; tests pass one that fails. */
  readonly files?: FileSystem
}

/** A checkpoint as it was read. */
export interface LoadedCheckpoint extends Checkpoint {
  /** Name of its folder. */
  readonly name: string
  readonly notes?: unknown
  /** Newer checkpoints that are damaged, and how. */
  readonly damaged: readonly { readonly name: string; readonly problem: string }[]
}

/** Checkpoints on disk, as {@link checkpointFolder} keeps them. */
export interface CheckpointFolder extends CheckpointStore {
  /** Saves a checkpoint, then removes the oldest. @returns its name */
  save(checkpoint: Checkpoint): Promise<string>
  /**
   * The newest checkpoint that is whole.
   *
   * @throws CheckpointError if there are checkpoints and none is whole
   */
  latest(): Promise<LoadedCheckpoint | undefined>
}

const TENSORS = 'tensors.safetensors'
const STATE = 'state.json'
const SUMS = 'SHA256SUMS'
const FORMAT = 1

/**
 * Keeps checkpoints in `folder`, each in a folder of its own: `tensors.safetensors`, `state.json` and their `SHA256SUMS`, which
 * `sha256sum --check` understands. A checkpoint is written under another name, brought to the disk and renamed, so that whatever
 * ends the process or the machine leaves the one before it.
 *
 * @throws RangeError if `keep` is no integer ≥ 1
 * @throws CheckpointError if a save fails; what was saved before is as it was
 * @example
 * const checkpoints = checkpointFolder('run/checkpoints', { keep: 3 })
 * const from = await checkpoints.latest()
 * for await (const event of train({ ...options, checkpoints, ...(from && { from }) }));
 */
export function checkpointFolder(
  folder: string,
  { keep = 2, notes, files = nodeFiles }: CheckpointFolderOptions = {},
): CheckpointFolder {
  if (!(Number.isInteger(keep) && keep >= 1))
    throw new RangeError(`keep must be an integer ≥ 1, got ${keep}`)
  return {
    async save(checkpoint) {
      const content = contentOf(checkpoint, notes?.())
      try {
        await files.mkdir(folder, { recursive: true })
        const entries = await files.readdir(folder)
        const before = checkpointsAmong(entries)
        const number = before.reduce((most, name) => Math.max(most, Number.parseInt(name, 10)), 0)
        const name = `${String(number + 1).padStart(6, '0')}-step-${checkpoint.progress.step}`
        await remove(files, folder, entries.filter(isUnfinished))
        await writeWhole(files, { folder, name, content })
        await remove(files, folder, [...before, name].slice(0, -keep))
        return name
      } catch (cause) {
        const bytes = content.flatMap(({ parts }) => parts).reduce((sum, p) => sum + p.length, 0)
        throw new CheckpointError(`cannot save a checkpoint of ${bytes} bytes`, { folder, cause })
      }
    },
    async latest() {
      const all = await names(files, folder)
      const damaged: { name: string; problem: string }[] = []
      for (const name of all.reverse())
        try {
          return { name, damaged, ...(await readWhole(files, join(folder, name))) }
        } catch (error) {
          damaged.push({ name, problem: (error as Error).message })
        }
      if (damaged.length === 0) return undefined
      const problems = damaged.map(({ name, problem }) => `${name}: ${problem}`).join('; ')
      throw new CheckpointError(`no checkpoint is whole: ${problems}`, { folder })
    },
  }
}

interface File {
  readonly file: string
  readonly parts: readonly Uint8Array[]
}

function contentOf({ progress, tensors }: Checkpoint, notes: unknown): File[] {
  const text = (value: string) => [new TextEncoder().encode(value)]
  const entries = Object.entries(tensors).map(
    ([name, { shape, data }]) => [name, { dtype: 'F32', shape, data }] as const,
  )
  const state = JSON.stringify({ format: FORMAT, progress, notes }, null, 2)
  const content = [
    { file: TENSORS, parts: safetensorsParts(new Map(entries)) },
    { file: STATE, parts: text(`${state}\n`) },
  ]
  const sums = content.map(({ file, parts }) => `${sha256(parts)}  ${file}\n`).join('')
  return [...content, { file: SUMS, parts: text(sums) }]
}

async function writeWhole(
  files: FileSystem,
  { folder, name, content }: { folder: string; name: string; content: readonly File[] },
): Promise<void> {
  const temporary = join(folder, `.${name}.${process.pid}`)
  await files.mkdir(temporary)
  for (const { file, parts } of content) await writeFile(files, join(temporary, file), parts)
  await syncFolder(files, temporary)
  await files.rename(temporary, join(folder, name))
  await syncFolder(files, folder)
}

async function writeFile(
  files: FileSystem,
  path: string,
  parts: readonly Uint8Array[],
): Promise<void> {
  const handle = await files.open(path, 'wx')
  try {
    // The system may write less than it was asked to.
    for (const part of parts)
      for (let at = 0; at < part.length; ) at += (await handle.write(part, at)).bytesWritten
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Brings the names in a folder to the disk. */
async function syncFolder(files: FileSystem, folder: string): Promise<void> {
  // Windows opens no folders, and writes names down by itself.
  if (process.platform === 'win32') return
  const handle = await files.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function readWhole(
  files: FileSystem,
  path: string,
): Promise<Checkpoint & { notes?: unknown }> {
  const sums = await files.readFile(join(path, SUMS), 'utf8')
  const contents = new Map<string, Uint8Array>()
  for (const file of [TENSORS, STATE]) {
    const bytes = await files.readFile(join(path, file))
    if (!sums.includes(`${sha256([bytes])}  ${file}\n`))
      throw new Error(`${file} is not what was saved`)
    contents.set(file, bytes)
  }
  const state = JSON.parse(new TextDecoder().decode(contents.get(STATE)))
  if (state.format !== FORMAT) throw new Error(`${STATE} has format ${state.format}, not ${FORMAT}`)
  const { tensors } = readSafetensors(contents.get(TENSORS) as Uint8Array)
  const { progress, notes } = state
  return { progress, notes, tensors: Object.fromEntries(tensors) as unknown as SavedTensors }
}

/** Names of checkpoints, the oldest first. */
async function names(files: FileSystem, folder: string): Promise<string[]> {
  const entries = await files.readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return checkpointsAmong(entries)
}

function checkpointsAmong(entries: readonly string[]): string[] {
  return entries.filter((entry) => /^\d{6,}-step-\d+$/.test(entry)).sort()
}

/** What a save left that did not come to its end. */
function isUnfinished(entry: string): boolean {
  return /^\.\d{6,}-step-\d+\.\d+$/.test(entry)
}

async function remove(
  files: FileSystem,
  folder: string,
  entries: readonly string[],
): Promise<void> {
  for (const entry of entries) await files.rm(join(folder, entry), { recursive: true, force: true })
}

function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
