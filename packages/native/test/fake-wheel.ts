/** Small wheels that pip takes for the real ones. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'

const ZIP = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    for name, text in json.loads(sys.argv[2]).items():
        archive.writestr(name, text)`

/** What a TensorFlow wheel holds that matters, and two members that must stay behind. */
export const TENSORFLOW_MEMBERS: Readonly<Record<string, string>> = {
  'tensorflow/libtensorflow_cc.so.2': 'library',
  'tensorflow/libtensorflow_framework.so.2': 'framework',
  'tensorflow/include/tensorflow/c/c_api.h': 'header',
  'tensorflow/python/client.py': 'python',
  'tensorflow/lite/libtensorflowlite.so': 'lite',
}

/** Writes a wheel for this machine into `folder`, and returns its path. */
export function makeWheel(
  folder: string,
  { name, version, requires = [] }: { name: string; version: string; requires?: string[] },
  members: Readonly<Record<string, string>>,
): string {
  mkdirSync(folder, { recursive: true })
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const tags = `cp311-cp311-manylinux_2_17_${machine}.manylinux2014_${machine}`
  const stem = `${name.replaceAll('-', '_')}-${version}`
  const path = join(folder, `${stem}-${tags}.whl`)
  const metadata = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`]
  const lines = requires.map((requirement) => `Requires-Dist: ${requirement}`)
  const info = {
    [`${stem}.dist-info/METADATA`]: `${[...metadata, ...lines].join('\n')}\n`,
    [`${stem}.dist-info/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: ${tags}\n`,
    [`${stem}.dist-info/RECORD`]: '',
  }
  execFileSync('python3', ['-c', ZIP, path, JSON.stringify({ ...members, ...info })])
  return path
}

/** Lets pip see nothing but the wheels in `folder`, for the rest of the test. */
export function offerOnly(folder: string): void {
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  vi.stubEnv('PIP_NO_INDEX', '1')
  vi.stubEnv('PIP_FIND_LINKS', folder)
}
