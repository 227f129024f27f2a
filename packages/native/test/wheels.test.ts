import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KNOWN_WHEELS } from '../src/known-wheels.ts'
import { findPython } from '../src/python.ts'
import { checkWheelPlatform, fetchWheels, requirementsIn, wheelName } from '../src/wheels.ts'
import { makeWheel, offerOnly, TENSORFLOW_MEMBERS } from './fake-wheel.ts'
import { temporaryFolder } from './temporary.ts'

const onLinux = test.skipIf(process.platform !== 'linux')
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

onLinux('takes the libraries and the headers, and nothing else', async () => {
  const [offered, folder] = [temporaryFolder(), temporaryFolder()]
  const name = wheelName('cpu')
  makeWheel(offered, { name, version: '9.8.7' }, TENSORFLOW_MEMBERS)
  offerOnly(offered)
  const python = await findPython()
  const hashes = await fetchWheels({ python, tensorflow: '9.8.7', variant: 'cpu' }, folder)
  expect(Object.keys(hashes)).toEqual(readdirSync(offered))
  expect(filesIn(folder)).toEqual([
    'tensorflow/include/tensorflow/c/c_api.h',
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    `${name.replace('-', '_')}-9.8.7.dist-info/METADATA`,
  ])
  expect(readFileSync(join(folder, 'tensorflow/libtensorflow_cc.so.2'), 'utf8')).toBe('library')
})

onLinux('follows the NVIDIA wheels that the extra names', async () => {
  const [offered, folder] = [temporaryFolder(), temporaryFolder()]
  const requires = ["nvidia-cudnn-cu12 (==8.9) ; extra == 'and-cuda'", 'numpy (<2.0)']
  makeWheel(offered, { name: 'tensorflow', version: '9.8.7', requires }, TENSORFLOW_MEMBERS)
  makeWheel(
    offered,
    { name: 'nvidia-cudnn-cu12', version: '8.9' },
    { 'nvidia/cudnn/lib/libcudnn.so.8': 'cudnn', 'nvidia/cudnn/include/cudnn.h': 'header' },
  )
  offerOnly(offered)
  const python = await findPython()
  const hashes = await fetchWheels({ python, tensorflow: '9.8.7', variant: 'gpu' }, folder)
  expect(Object.keys(hashes).map((file) => file.split('-')[0])).toEqual([
    'tensorflow',
    'nvidia_cudnn_cu12',
  ])
  expect(filesIn(join(folder, 'nvidia'))).toEqual(['cudnn/lib/libcudnn.so.8'])
})

onLinux('follows the wheel that an empty one asks for', async () => {
  const [offered, folder] = [temporaryFolder(), temporaryFolder()]
  const requires = ['tensorflow-cpu-aws (==9.8.7) ; platform_machine == "aarch64"']
  makeWheel(offered, { name: wheelName('cpu'), version: '9.8.7', requires }, {})
  makeWheel(offered, { name: 'tensorflow-cpu-aws', version: '9.8.7' }, TENSORFLOW_MEMBERS)
  offerOnly(offered)
  await fetchWheels({ python: await findPython(), tensorflow: '9.8.7', variant: 'cpu' }, folder)
  expect(existsSync(join(folder, 'tensorflow/libtensorflow_cc.so.2'))).toBe(true)
})

onLinux('refuses a wheel that is not the one it knows', async () => {
  const [offered, folder] = [temporaryFolder(), temporaryFolder()]
  makeWheel(offered, { name: wheelName('cpu'), version: '2.19.1' }, TENSORFLOW_MEMBERS)
  offerOnly(offered)
  const [file = ''] = readdirSync(offered)
  expect(KNOWN_WHEELS).toHaveProperty([file])
  const fetched = fetchWheels(
    { python: await findPython(), tensorflow: '2.19.1', variant: 'cpu' },
    folder,
  )
  await expect(fetched).rejects.toThrow(`${file} is corrupt or forged`)
  expect(existsSync(join(folder, 'tensorflow'))).toBe(false)
})

onLinux('passes on what pip says when there is no such wheel', async () => {
  offerOnly(temporaryFolder())
  const fetched = fetchWheels(
    { python: await findPython(), tensorflow: '9.8.7', variant: 'cpu' },
    temporaryFolder(),
  )
  await expect(fetched).rejects.toThrow(/No matching distribution found for .*==9\.8\.7/)
})

test('reads requirements as older and newer wheels write them', () => {
  const metadata = [
    'Requires-Dist: numpy (<2.0.0,>=1.23.5)',
    "Requires-Dist: nvidia-nccl-cu12 (==2.16.5) ; extra == 'and-cuda'",
    'Requires-Dist: nvidia-cudnn-cu12<10.0,>=9.3.0.75; extra == "and-cuda"',
    'Requires-Dist: tensorflow-cpu-aws ==2.15.1 ; platform_system == "Linux"',
  ].join('\n')
  expect(requirementsIn(metadata, /extra == ['"]and-cuda['"]/)).toEqual([
    'nvidia-nccl-cu12==2.16.5',
    'nvidia-cudnn-cu12<10.0,>=9.3.0.75',
  ])
  expect(requirementsIn(metadata, /tensorflow-cpu-aws/)).toEqual(['tensorflow-cpu-aws==2.15.1'])
})

test.each([
  ['linux', 'x64', 'gpu', true],
  ['linux', 'arm64', 'cpu', true],
  ['linux', 'arm64', 'gpu', false],
  ['darwin', 'arm64', 'cpu', false],
] as const)('on %s-%s a wheel for the %s: %s', (platform, arch, variant, exists) => {
  const real = { platform: process.platform, arch: process.arch }
  try {
    Object.defineProperties(process, { platform: { value: platform }, arch: { value: arch } })
    if (exists) expect(() => checkWheelPlatform(variant)).not.toThrow()
    else expect(() => checkWheelPlatform(variant)).toThrow('--stock')
  } finally {
    Object.defineProperties(process, {
      platform: { value: real.platform },
      arch: { value: real.arch },
    })
  }
})
