/** What native TensorFlow reads from the environment, once, when it is loaded. */

/** How native TensorFlow computes. Other back ends take no notice of it. */
export interface NativeSettings {
  /** How many threads an op computes with. Default: one for each core. */
  readonly threads?: number | undefined
  /** How many ops of a graph run side by side. Default: one for each core. */
  readonly interOpThreads?: number | undefined
  /** Lets XLA compile groups of neighbouring ops in the graphs of compiled functions. Default: none. */
  readonly xla?: XlaSettings | undefined
}

/** Which ops XLA compiles, by TensorFlow's flags `tf_xla_…` of the same names. */
export interface XlaSettings {
  /** Names of ops, or of groups of them: `'PW'` is all that are pointwise, `'RED'` the reductions, `'BN'` batch normalisation. */
  readonly ops: readonly string[]
  /** Groups of fewer ops stay as they are. Default: TensorFlow's, which is 4. */
  readonly minClusterSize?: number | undefined
}

const titles = {
  TF_NUM_INTRAOP_THREADS: 'the number of threads',
  TF_NUM_INTEROP_THREADS: 'the number of threads between ops',
  TF_XLA_FLAGS: 'what XLA compiles',
} as const

/** @throws RangeError for a number that is none, or a name that cannot be one of an op */
export function checkNativeSettings({ threads, interOpThreads, xla }: NativeSettings): void {
  const counts = { threads, interOpThreads, 'xla.minClusterSize': xla?.minClusterSize }
  for (const [name, count] of Object.entries(counts))
    if (count !== undefined && !(Number.isInteger(count) && count >= 1))
      throw new RangeError(`${name} must be a whole number ≥ 1, got ${count}`)
  // TensorFlow ends the process at a flag that it does not know.
  if (xla && !(xla.ops.length > 0 && xla.ops.every((op) => /^\w+$/.test(op))))
    throw new RangeError(`xla.ops must be names of ops, got [${xla.ops}]`)
}

/**
 * Tells TensorFlow.
 *
 * @param isLoaded whether it has read its environment already
 * @throws Error if it has, and it said something else
 */
export function setNativeSettings(
  { threads, interOpThreads, xla }: NativeSettings,
  isLoaded: boolean,
): void {
  const values = {
    TF_NUM_INTRAOP_THREADS: threads?.toString(),
    TF_NUM_INTEROP_THREADS: interOpThreads?.toString(),
    TF_XLA_FLAGS: xla && flagsOf(xla),
  }
  for (const [variable, value] of Object.entries(values)) {
    if (value === undefined) continue
    if (isLoaded && process.env[variable] !== value)
      throw new Error(
        `${titles[variable as keyof typeof titles]} can be set only before TensorFlow is loaded`,
      )
    process.env[variable] = value
  }
}

function flagsOf({ ops, minClusterSize }: XlaSettings): string {
  const flags = {
    tf_xla_auto_jit: 2,
    tf_xla_cpu_global_jit: true,
    tf_xla_ops_to_cluster: ops,
    tf_xla_min_cluster_size: minClusterSize,
  }
  return Object.entries(flags)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--${name}=${value}`)
    .join(' ')
}
