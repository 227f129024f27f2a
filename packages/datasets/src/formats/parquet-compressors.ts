/** Unpacks the pages of parquet files, never to more bytes than they declare. */
import type { CompressionCodec, Compressors } from 'hyparquet'
import { requirePackage } from '../files/optional-package.ts'

/**
 * What unpacks each of `codecs`. hyparquet brings snappy alone.
 *
 * @throws DataError if the package that has the others is needed and not installed
 */
export async function loadCompressors(
  { snappyUncompress }: typeof import('hyparquet'),
  codecs: readonly CompressionCodec[],
): Promise<Compressors> {
  const snappy: Compressors = {
    SNAPPY: (packed, length) => filled(snappyUncompress, packed, length),
  }
  if (codecs.every((codec) => codec === 'UNCOMPRESSED' || codec === 'SNAPPY')) return snappy
  const { compressors, decompressZstd } = await requirePackage(
    'hyparquet-compressors',
    () => import('hyparquet-compressors'),
  )
  // Without an output of its own, zstd takes what memory the data claim.
  const ZSTD = (packed: Uint8Array, length: number) =>
    decompressZstd(packed, new Uint8Array(length))
  return { ...compressors, ...snappy, ZSTD }
}

function filled(
  unpack: (packed: Uint8Array, output: Uint8Array) => void,
  packed: Uint8Array,
  length: number,
): Uint8Array {
  const output = new Uint8Array(length)
  unpack(packed, output)
  return output
}
