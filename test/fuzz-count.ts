/** How many damaged files a test looks at: all in the slow suite, which `npm run test:slow` runs, a tenth in every other. */
export function fuzzCount(all: number): number {
  return process.env.DEEPAUC_SUITE === 'slow' ? all : all / 10
}
