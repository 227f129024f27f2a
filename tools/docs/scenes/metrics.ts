/** What the examples of `@deepauc/metrics` take for granted. */
import { randomStream } from '@deepauc/random'

export const labels = [0, 0, 0, 1, 1]
export const scores = [0.1, 0.4, 0.2, 0.35, 0.8]
export const random = randomStream({ seed: 0, purpose: 'bootstrap' }).uniform
