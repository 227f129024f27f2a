/** Memory that all threads see. */

/** `length` bytes that worker threads can read without a copy. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length))
}
