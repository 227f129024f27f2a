/** Checks of the slower suites. */

/** Runs one check, and tells its name, its time and what is wrong. */
export async function passes(name: string, check: () => Promise<void>): Promise<boolean> {
  const begin = performance.now()
  try {
    await check()
    console.log(`passed: ${name} (${secondsSince(begin)} s)`)
    return true
  } catch (error) {
    console.log(`failed: ${name}\n${(error as Error).stack}`)
    return false
  }
}

/** @param begin of `performance.now()` */
export function secondsSince(begin: number): string {
  return ((performance.now() - begin) / 1000).toFixed(1)
}
