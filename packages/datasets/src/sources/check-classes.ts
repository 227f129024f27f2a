/** Checks that labels are classes. */
import { corrupt } from '../files/file-errors.ts'

/**
 * @param place where label `index` stands in the file, e.g. `'byte 8'`
 * @throws DataError that names the first label that is not an integer from 0 to `classCount` − 1
 */
export function checkClasses(
  labels: ArrayLike<number>,
  classCount: number,
  file: string,
  place: (index: number) => string,
): void {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number
    if (Number.isInteger(label) && label >= 0 && label < classCount) continue
    throw corrupt(file, `gives class ${label} (${place(i)}), but there are ${classCount} classes`)
  }
}
