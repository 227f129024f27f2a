/** Settings in a line. */
import type { SweepCell } from '../sweep/sweep-results.ts'

/** `'innerSteps 2, learningRate 0.1'` */
export function settingsText(settings: SweepCell['settings']): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}
