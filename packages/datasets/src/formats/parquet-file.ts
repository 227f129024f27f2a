/** Reads columns of parquet files, one row group at a time. */
import type { FileHandle } from 'node:fs/promises'
import type {
  AsyncBuffer,
  ColumnMetaData,
  Compressors,
  FileMetaData,
  RowGroup,
  SchemaTree,
} from 'hyparquet'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { requirePackage } from '../files/optional-package.ts'
import { MAX_ITEM_BYTES, openFile, readRange } from '../files/read-range.ts'
import { loadCompressors } from './parquet-compressors.ts'
import { checkPages } from './parquet-pages.ts'
import { readThrift } from './thrift-compact.ts'

export interface ParquetFile {
  readonly file: string
  /** The columns, as a tree. */
  readonly schema: SchemaTree
  /** The rows of each group. */
  readonly groupRows: readonly number[]
  /** What the writer added: text by key. */
  readonly keyValues: ReadonlyMap<string, string>
  /**
   * The values of `column` in group `group`: bytes stay bytes, structs are objects.
   *
   * @throws DataError if they are damaged, or packed in a way not read here
   */
  readColumn(group: number, column: string): Promise<readonly unknown[]>
  close(): Promise<void>
}

type Hyparquet = typeof import('hyparquet')

interface OpenParquet {
  readonly hyparquet: Hyparquet
  readonly handle: FileHandle
  readonly file: string
  readonly size: number
  readonly metadata: FileMetaData
  readonly schema: SchemaTree
}

const MARK = 'PAR1'
const MAX_CHUNK_BYTES = 2 ** 31 - 1

/** @throws DataError if `file` is no parquet file, or its footer is damaged */
export async function openParquet(file: string): Promise<ParquetFile> {
  const hyparquet = await requirePackage('hyparquet', () => import('hyparquet'))
  const handle = await openFile(file)
  try {
    const { size } = await handle.stat()
    const footer = await readFooter(handle, size, file)
    const metadata = hyparquet.parquetMetadata(footer, { geoparquet: false })
    const schema = hyparquet.parquetSchema(metadata)
    const open = { hyparquet, handle, file, size, metadata, schema }
    return {
      file,
      schema,
      groupRows: groupRows(metadata, size),
      keyValues: new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value ?? ''])),
      readColumn: (group, column) => readColumn(open, group, column),
      close: () => handle.close(),
    }
  } catch (cause) {
    await handle.close()
    throw damaged(file, 'its footer', cause)
  }
}

/** The footer with its length and mark, checked for what hyparquet takes on trust. */
async function readFooter(handle: FileHandle, size: number, file: string): Promise<Uint8Array> {
  if (size < 12) throw corrupt(file, 'is too short for a parquet file')
  const tail = await readRange(handle, size - 8, 8, file)
  const head = await readRange(handle, 0, 4, file)
  if (head.toString('latin1') !== MARK || tail.toString('latin1', 4) !== MARK)
    throw corrupt(file, `does not start and end with ${MARK}: it is cut short or no parquet file`)
  const length = tail.readUInt32LE()
  if (length > Math.min(size - 12, MAX_ITEM_BYTES))
    throw corrupt(file, `declares a footer of ${length} bytes (byte ${size - 8})`)
  const footer = await readRange(handle, size - 8 - length, length + 8, file)
  readThrift(footer.subarray(0, length), 0)
  return footer
}

function groupRows({ row_groups, num_rows }: FileMetaData, size: number): readonly number[] {
  const rows = row_groups.map((group) => Number(group.num_rows))
  const total = rows.reduce((sum, count) => sum + count, 0)
  if (total !== Number(num_rows) || rows.some((count) => count < 0))
    throw new Error(`it declares ${num_rows} rows, its groups ${total}`)
  // A row takes a byte at least: nobody stores an image that often.
  if (total > size) throw new Error(`it declares ${total} rows in ${size} bytes`)
  return rows
}

async function readColumn(
  open: OpenParquet,
  group: number,
  column: string,
): Promise<readonly unknown[]> {
  const { hyparquet, file, metadata } = open
  try {
    const rowGroup = metadata.row_groups[group] as RowGroup
    const chunks = rowGroup.columns.flatMap(({ meta_data: chunk }) =>
      chunk && chunk.path_in_schema[0] === column ? [chunk] : [],
    )
    const compressors = await loadCompressors(
      hyparquet,
      chunks.map(({ codec }) => codec),
    )
    for (const chunk of chunks) await checkChunk(open, chunk, rowGroup, compressors)
    const rows = await hyparquet.parquetReadObjects({
      file: fileSlices(open),
      metadata: { ...metadata, row_groups: [rowGroup], num_rows: rowGroup.num_rows },
      columns: [column],
      // As text, images would be destroyed.
      utf8: false,
      compressors,
    })
    // A struct that is null comes as undefined; elsewhere that is an index beyond a dictionary.
    const isStruct = chunks.some(({ path_in_schema }) => path_in_schema.length > 1)
    const values = rows.map((row) => row[column] ?? (isStruct ? null : row[column]))
    if (values.length === Number(rowGroup.num_rows) && !values.includes(undefined)) return values
    throw new Error('it lacks values')
  } catch (cause) {
    throw damaged(file, `column ${column} of row group ${group}`, cause)
  }
}

async function checkChunk(
  { handle, size, file, schema }: OpenParquet,
  chunk: ColumnMetaData,
  { num_rows }: RowGroup,
  compressors: Compressors,
): Promise<void> {
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset)
  const length = Number(chunk.total_compressed_size)
  if (!(start >= 0 && length >= 0 && length <= MAX_CHUNK_BYTES && start + length <= size))
    throw new Error(`it declares bytes ${start} to ${start + length} of ${size}`)
  checkPages({
    bytes: await readRange(handle, start, length, file),
    count: Number(num_rows),
    isBoolean: chunk.type === 'BOOLEAN',
    optionalLevels: optionalLevels(schema, chunk.path_in_schema),
    decompress: compressors[chunk.codec],
  })
}

function optionalLevels(schema: SchemaTree, path: readonly string[]): number {
  let node: SchemaTree | undefined = schema
  let levels = 0
  for (const name of path) {
    node = node.children.find(({ element }) => element.name === name)
    if (!node || node.element.repetition_type === 'REPEATED') throw new Error('it holds lists')
    if (node.element.repetition_type !== 'REQUIRED') levels++
  }
  return levels
}

function fileSlices({ handle, size, file }: OpenParquet): AsyncBuffer {
  return {
    byteLength: size,
    async slice(start, end = size) {
      if (!(start >= 0 && end <= size && end - start <= MAX_CHUNK_BYTES))
        throw new Error(`it points to bytes ${start} to ${end} of ${size}`)
      return (await readRange(handle, start, end - start, file)).buffer
    },
  }
}

function damaged(file: string, place: string, cause: unknown): DataError {
  if (cause instanceof DataError) return cause
  return corrupt(file, `is damaged in ${place}: ${(cause as Error).message}`, cause)
}
