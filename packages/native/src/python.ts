/** What Python does for the installation: pip finds and downloads wheels, zipfile opens them. */
import { readdir } from 'node:fs/promises'
import { findProgram } from './find-program.ts'
import { MissingError } from './missing-error.ts'
import { run } from './run.ts'

// zipfile checks every CRC, keeps members inside the folder, and forgets who may be run.
const UNPACK = `
import fnmatch, os, sys, zipfile
wheel, folder, *patterns = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        if any(fnmatch.fnmatchcase(member.filename, pattern) for pattern in patterns):
            path = archive.extract(member, folder)
            if member.external_attr >> 16:
                os.chmod(path, member.external_attr >> 16 & 0o777)`

const PYTHON_TAG = '3.11'

/** A Python 3 that has pip. */
export async function findPython(): Promise<string> {
  const python = findProgram('python3', 'python')
  const remedy = 'apt-get install python3-pip'
  if (python === undefined) throw new MissingError(`Python 3 is missing: ${remedy}`)
  if ((await run(python, ['-m', 'pip', '--version'])).ok) return python
  throw new MissingError(`${python} has no pip: ${remedy}, or ${python} -m ensurepip`)
}

/**
 * Downloads one wheel for Linux and Python 3.11, whatever Python runs pip, into an empty `folder`.
 *
 * @param requirement for example `tensorflow-cpu==2.15.1`
 * @returns name of the wheel's file
 * @throws MissingError with pip's own last word
 */
export async function downloadWheel(
  python: string,
  requirement: string,
  folder: string,
): Promise<string> {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const platforms = ['manylinux_2_17', 'manylinux2014', 'manylinux_2_27', 'manylinux_2_28']
  const result = await run(
    python,
    [
      ...['-m', 'pip', 'download', '--quiet', '--no-color', '--no-deps', '--only-binary=:all:'],
      ...['--disable-pip-version-check', '--python-version', PYTHON_TAG],
      ...platforms.flatMap((platform) => ['--platform', `${platform}_${machine}`]),
      ...['--dest', folder, requirement],
    ],
    // What pip leaves when it is killed goes away with the folder.
    { env: { TMPDIR: folder } },
  )
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'))
  if (result.ok && wheel !== undefined) return wheel
  const errors = result.stderr.split('\n').filter((line) => line.startsWith('ERROR:'))
  const reason = errors.at(-1)?.replace('ERROR: ', '') ?? result.ending
  throw new MissingError(
    `pip cannot download ${requirement} (${reason}): check the network, or choose a version by --tensorflow`,
  )
}

/** Unpacks the members of a wheel whose names match one of `patterns` (of Python's fnmatch). */
export async function unpackWheel(
  python: string,
  wheel: string,
  folder: string,
  patterns: readonly string[],
): Promise<void> {
  const result = await run(python, ['-c', UNPACK, wheel, folder, ...patterns])
  if (result.ok) return
  const reason = result.stderr.trim().split('\n').at(-1)
  throw new Error(`cannot unpack ${wheel}: ${reason || result.ending}`)
}
