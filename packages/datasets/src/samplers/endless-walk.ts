/** Walks through rows for ever, in a new random order at every pass. */
import { shuffledPasses } from './sampler.ts'

export interface Walk {
  readonly seed: number
  /** Walks of different purpose are independent of each other. */
  readonly purpose: string
  /**
   * How long a pass is; default: once through all members. A longer pass begins its order again until it is full,
   * a shorter one would leave members out.
   */
  readonly passLength?: number
}

/** Fills `into` from position `start` of the endless row of shuffled passes over `members`. */
export function endlessWalk(
  members: Int32Array,
  { passLength = members.length, ...key }: Walk,
): (start: number, into: Int32Array) => void {
  const orderOf = shuffledPasses(members, key)
  return (start, into) => {
    for (let filled = 0; filled < into.length; ) {
      const position = start + filled
      const inPass = position % passLength
      const room = Math.min(into.length - filled, passLength - inPass)
      const at = inPass % members.length
      const piece = orderOf(Math.floor(position / passLength)).subarray(at, at + room)
      into.set(piece, filled)
      filled += piece.length
    }
  }
}
