/** The records of TensorBoard's event files. */
import { crc32c } from '@aws-crypto/crc32c'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { ScalarPoint } from './scalar-logger.ts'

// The fields of tensorboard.Event, SessionLog, Summary and Summary.Value.
// https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
const event = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const
const sessionLog = { status: 1 } as const
const summary = { value: 1 } as const
const summaryValue = { tag: 1, simpleValue: 2 } as const

/** What every file begins with. With version 2, readers obey `startRecord`. @param time in milliseconds */
export function versionRecord(time: number): Uint8Array {
  const writer = begin(time).tag(event.fileVersion, WireType.LengthDelimited)
  return framed(writer.string('brain.Event:2'))
}

/** Tells readers to forget earlier points at `step` and after it. @param time in milliseconds */
export function startRecord(time: number, step: number): Uint8Array {
  const writer = begin(time, step).tag(event.sessionLog, WireType.LengthDelimited).fork()
  return framed(writer.tag(sessionLog.status, WireType.Varint).int32(1).join())
}

/** Numbers in single precision, as TensorBoard keeps them. */
export function scalarsRecord({ time, step, scalars }: ScalarPoint): Uint8Array {
  const writer = begin(time, step).tag(event.summary, WireType.LengthDelimited).fork()
  for (const [tag, value] of Object.entries(scalars)) {
    writer.tag(summary.value, WireType.LengthDelimited).fork()
    writer.tag(summaryValue.tag, WireType.LengthDelimited).string(tag)
    writer.tag(summaryValue.simpleValue, WireType.Bit32).float(Math.fround(value)).join()
  }
  return framed(writer.join())
}

function begin(time: number, step = 0): BinaryWriter {
  const writer = new BinaryWriter().tag(event.wallTime, WireType.Bit64).double(time / 1000)
  return writer.tag(event.step, WireType.Varint).int64(step)
}

/** As TFRecord: the length and its checksum, the message and its checksum. */
function framed(message: BinaryWriter): Uint8Array {
  const data = message.finish()
  const record = Buffer.alloc(data.length + 16)
  record.writeBigUInt64LE(BigInt(data.length))
  record.writeUInt32LE(masked(record.subarray(0, 8)), 8)
  record.set(data, 12)
  record.writeUInt32LE(masked(data), 12 + data.length)
  return record
}

/** CRC-32C, changed so that a checksum of data that hold checksums stays a good one. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
