/** Damaged copies of a valid file, for tests that a reader never crashes, hangs or invents data. */
import { randomStream } from '@deepauc/random'

/**
 * `count` damaged copies of `bytes`, each with one to three of: a changed bit or byte, an extreme integer, a piece cut
 * out, inserted, repeated or overwritten by another, the end missing. Half of the damage is done to the first 512 bytes
 * or the last ones, where formats keep their headers. A pure function of its arguments.
 */
export function* mutants(bytes: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  // A plain copy: `slice` of a Buffer would share its memory.
  const whole = new Uint8Array(bytes)
  for (let sample = 0; sample < count; sample++) {
    const { integer: random } = randomStream({ seed, purpose: 'mutants', sample })
    let mutant: Uint8Array = whole
    for (let rounds = 1 + random(3); rounds > 0; rounds--) mutant = damage(mutant, random)
    yield mutant
  }
}

/** An integer from 0 to `below` − 1. */
type Random = (below: number) => number

const EXTREMES = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffffn,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 62n,
  2n ** 64n - 1n,
]

function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const at = place(bytes.length, random)
  const length = 1 + random(random(4) === 0 ? 4096 : 16)
  const piece = bytes.subarray(at, at + length)
  switch (random(7)) {
    case 0:
      return overwrite(bytes, at, [(bytes[at] ?? 0) ^ (1 << random(8))])
    case 1:
      return overwrite(bytes, at, [random(256)])
    case 2:
      return overwrite(bytes, at, extremeInteger(random))
    case 3:
      return join(bytes.subarray(0, at), bytes.subarray(at + length))
    case 4:
      return join(
        bytes.subarray(0, at),
        random(2) ? piece : noise(length, random),
        bytes.subarray(at),
      )
    case 5:
      return overwrite(bytes, place(bytes.length, random), piece)
    default:
      return bytes.slice(0, random(bytes.length + 1))
  }
}

function place(length: number, random: Random): number {
  if (length === 0) return 0
  const edge = Math.min(512, length)
  return [random(edge), length - 1 - random(edge), random(length), random(length)][random(4)] ?? 0
}

function extremeInteger(random: Random): Uint8Array {
  const size = [1, 2, 4, 8][random(4)] ?? 1
  const integer = Buffer.alloc(8)
  integer.writeBigUInt64LE(EXTREMES[random(EXTREMES.length)] ?? 0n)
  const piece = integer.subarray(0, size)
  return random(2) ? piece : piece.reverse()
}

function noise(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => random(256))
}

function overwrite(bytes: Uint8Array, at: number, piece: ArrayLike<number>): Uint8Array {
  const copy = bytes.slice()
  for (let i = 0; i < piece.length && at + i < copy.length; i++) copy[at + i] = piece[i] ?? 0
  return copy
}

function join(...pieces: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces))
}
