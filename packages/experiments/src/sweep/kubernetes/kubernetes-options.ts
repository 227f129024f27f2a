/** What the user of a cluster says about it. */

/** What the command of a worker may need; paths are those of its pod. */
export interface WorkerPlace {
  /** The folder of the sweep. */
  readonly out: string
  /** Of the one training that a worker runs at a time. */
  readonly threads: number
}

/** Options of `kubernetesManifests`. */
export interface KubernetesOptions {
  /** It holds the program of `runWorker`, a shell, and tar for `kubectl cp`. */
  readonly image: string
  /** The PersistentVolumeClaim, ReadWriteMany, that holds the sweep. */
  readonly claim: string
  /**
   * Program and arguments that run what is missing of the sweep in `out`, one training at a time, and wait for what others do.
   * They end with the exit codes of `deepauc sweep`.
   */
  readonly runWorker: (place: WorkerPlace) => readonly string[]
  /** The PersistentVolumeClaim with a folder for each data set (default: `claim`). */
  readonly dataClaim?: string
  /** Pods at a time (default 4); never more than the sweep has cells. */
  readonly parallelism?: number
  /** Cores of a pod, and threads of a training (default 2). */
  readonly cpu?: number
  /** Of a pod, as 8Gi (the default). */
  readonly memory?: string
  /** NVIDIA GPUs of a pod (default 0). */
  readonly gpu?: number
  /** Default: the one that kubectl is set to. */
  readonly namespace?: string
  /** Of the Job, and the beginning of all other names (default: made of the folder's name). */
  readonly name?: string
  /** The sweep's folder on the volume (default: `name`). */
  readonly folder?: string
  /** Number of the user and the group that the pods run as (default 1000, `node` in Node's images). */
  readonly user?: number
}

export type KubernetesSettings = Required<Omit<KubernetesOptions, 'namespace'>> &
  Pick<KubernetesOptions, 'namespace'>

type Given = Readonly<Record<string, unknown>>
type Rule = readonly [allows: (value: unknown) => boolean, remedy: string]

const matches = (pattern: RegExp, most: number) => (value: unknown) =>
  typeof value === 'string' && value.length <= most && pattern.test(value)
const isInteger = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/
const subdomain = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/
const claimRule: Rule = [
  matches(subdomain, 253),
  'must be the name of a PersistentVolumeClaim, as `kubectl get pvc` lists them',
]

/** Names begin with a letter, as those of some kinds have to; the Job's leaves room for what follows it in those of its pods. */
const rules: Readonly<Record<string, Rule>> = {
  image: [matches(/^[a-z0-9][\w.:/@-]*$/i, 500), 'must be like registry.example/deepauc:0.1.0'],
  claim: claimRule,
  dataClaim: claimRule,
  parallelism: [isInteger(1, 1000), 'must be a whole number of pods from 1 to 1000'],
  cpu: [isInteger(1, 1000), 'must be a whole number of cores, as each has a thread'],
  memory: [matches(/^[1-9]\d*(\.\d+)?[MGT]i?$/, 20), 'must have a unit, like 8Gi'],
  gpu: [isInteger(0, 100), 'must be a whole number of GPUs'],
  namespace: [matches(label, 63), 'must be small letters, digits and hyphens, at most 63'],
  name: [
    (value) => matches(label, 50)(value) && /^[a-z]/.test(String(value)),
    'must be small letters, digits and hyphens, at most 50, and begin with a letter',
  ],
  folder: [
    (value) => matches(/^[\w.-]+(\/[\w.-]+)*$/, 1000)(value) && !isOutside(String(value)),
    'must be a folder of the volume like runs/laptop, of letters, digits, dots and hyphens',
  ],
  user: [isInteger(1, 2 ** 31 - 1), 'must be the number of a user other than root, like 1000'],
}

/**
 * Fills in the defaults.
 *
 * @param name of the Job, if the options have none
 * @throws RangeError that says what a value must be like
 */
export function kubernetesSettings(options: KubernetesOptions, name: string): KubernetesSettings {
  const settings = {
    dataClaim: options.claim,
    folder: options.name ?? name,
    ...{ name, parallelism: 4, cpu: 2, memory: '8Gi', gpu: 0, user: 1000 },
    ...options,
  }
  for (const [key, [allows, remedy]] of Object.entries(rules)) {
    const value = (settings as Given)[key]
    if (!(allows(value) || (key === 'namespace' && value === undefined)))
      throw new RangeError(`${key} ${remedy}, got ${JSON.stringify(value)}`)
  }
  return settings
}

function isOutside(folder: string): boolean {
  return folder.split('/').some((part) => part === '.' || part === '..')
}
