/** The wheels that hold a libtensorflow: which, whether they are genuine, and what is taken out of them. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { KNOWN_WHEELS, type WheelHashes } from './known-wheels.ts'
import { MissingError } from './missing-error.ts'
import { downloadWheel, unpackWheel } from './python.ts'
import { sha256 } from './sha256.ts'
import type { Variant } from './tfjs-package.ts'

const LIBRARY = 'tensorflow/libtensorflow_cc.so.2'

const NEEDED = [
  LIBRARY,
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/*',
  'nvidia/*/lib/*',
  'nvidia/cuda_nvcc/bin/ptxas',
  'nvidia/cuda_nvcc/nvvm/libdevice/*',
  '*.dist-info/METADATA',
]

/** What to fetch. */
export interface WheelRequest {
  readonly python: string
  readonly tensorflow: string
  readonly variant: Variant
}

/**
 * Downloads the wheels of a TensorFlow, checks them and unpacks what a binding needs into `folder`.
 *
 * @param seen hashes of an earlier download
 * @returns hashes of the wheels
 * @throws Error if a wheel has another hash than a known or seen one
 */
export async function fetchWheels(
  { python, tensorflow, variant }: WheelRequest,
  folder: string,
  seen: WheelHashes = {},
): Promise<WheelHashes> {
  const hashes: Record<string, string> = {}
  const fetch = async (requirement: string) => {
    const downloads = join(folder, 'download')
    await mkdir(downloads, { recursive: true })
    const name = await downloadWheel(python, requirement, downloads)
    const wheel = join(downloads, name)
    hashes[name] = await sha256(wheel)
    checkHash(name, hashes[name], KNOWN_WHEELS[name] ?? seen[name])
    await unpackWheel(python, wheel, folder, NEEDED)
    await rm(downloads, { recursive: true })
  }
  await fetch(`${wheelName(variant)}==${tensorflow}`)
  for (const requirement of await furtherWheels(folder, variant)) await fetch(requirement)
  return hashes
}

/** Makes sure that PyPI has wheels with a libtensorflow for this machine. */
export function checkWheelPlatform(variant: Variant): void {
  const platform = `${process.platform}-${process.arch}`
  if (platform === 'linux-x64' || (platform === 'linux-arm64' && variant === 'cpu')) return
  throw new MissingError(`PyPI has no libtensorflow (${variant}) for ${platform}: use --stock`)
}

/** Name on PyPI of the wheel for this machine. */
export function wheelName(variant: Variant): string {
  return variant === 'cpu' && process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow'
}

/**
 * The requirements for pip among the `Requires-Dist` lines of a wheel's metadata that `pattern` picks.
 *
 * @example
 * requirementsIn("Requires-Dist: a-b (==1.2) ; extra == 'c'", /extra == 'c'/) // ['a-b==1.2']
 */
export function requirementsIn(metadata: string, pattern: RegExp): string[] {
  return metadata.split('\n').flatMap((line) => {
    const [, name, versions] = /^Requires-Dist: ([\w.-]+)\s*([^;]*)/.exec(line) ?? []
    return name && pattern.test(line) ? [name + versions?.replace(/[()\s]/g, '')] : []
  })
}

async function furtherWheels(folder: string, variant: Variant): Promise<string[]> {
  const [info] = (await readdir(folder)).filter((name) => name.endsWith('.dist-info'))
  if (info === undefined) return []
  const metadata = await readFile(join(folder, info, 'METADATA'), 'utf8')
  if (variant === 'gpu') return requirementsIn(metadata, /extra == ['"]and-cuda['"]/)
  // Until 2.15 the wheel tensorflow for arm64 was an empty one that only asks for another.
  if (existsSync(join(folder, LIBRARY))) return []
  return requirementsIn(metadata, /^Requires-Dist: tensorflow-cpu-aws\b/)
}

function checkHash(name: string, actual: string, expected: string | undefined): void {
  if (expected === undefined || actual === expected) return
  throw new Error(
    `${name} is corrupt or forged (SHA-256 ${actual}, not ${expected}): empty pip's cache by python3 -m pip cache purge and try again`,
  )
}
