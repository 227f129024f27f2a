/** What trackers of experiments have in common. */

/** Numbers of one moment. */
export interface ScalarPoint {
  /** Steps done, a whole number. */
  readonly step: number
  /** Milliseconds since 1970, as of `Date.now()`. */
  readonly time: number
  /** By names like `train/loss`; any number, also NaN. */
  readonly scalars: Readonly<Record<string, number>>
}

/** Takes points in the order of their steps. */
export interface ScalarLogger {
  log(point: ScalarPoint): void
  /** @throws Error that says what could not be delivered */
  close(): Promise<void>
}
