/** Numbers of which nobody knows how many will come. */

export interface NumberList {
  add(value: number): void
  values(): Float64Array
}

export function numberList(): NumberList {
  let buffer = new Float64Array(1024)
  let length = 0
  return {
    add(value) {
      if (length === buffer.length) {
        const larger = new Float64Array(2 * length)
        larger.set(buffer)
        buffer = larger
      }
      buffer[length++] = value
    },
    values: () => buffer.slice(0, length),
  }
}
