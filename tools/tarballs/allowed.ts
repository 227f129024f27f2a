/** What may come along when a package is installed: everything else is an error. `*` stands for any name. */

/** Of one package, installed alone with the peers that npm adds. */
export interface Allowance {
  /** Packages of others. */
  readonly dependencies: readonly string[]
  /** KiB of the packed package. */
  readonly packed: number
  /** MiB on disk with everything that it brings, on Linux. */
  readonly installed: number
  /** Files besides README.md, LICENSE, CHANGELOG.md, package.json, sources and what is built of them. */
  readonly files?: readonly string[]
}

/** TensorFlow.js without layers and back ends. */
const tensors = [
  '@tensorflow/tfjs-core',
  '@types/long',
  '@types/offscreencanvas',
  '@types/seedrandom',
  '@webgpu/types',
  'long',
  'node-fetch',
  'seedrandom',
  'tr46',
  'webidl-conversions',
  'whatwg-url',
]

/** sharp decodes and draws images. */
const images = ['sharp', '@img/*', '@emnapi/runtime', 'detect-libc', 'semver', 'tslib']

/** TFRecords and TensorBoard's files are protocol buffers with checksums. */
const records = [
  '@aws-crypto/crc32c',
  '@aws-crypto/util',
  '@aws-sdk/types',
  '@bufbuild/protobuf',
  '@smithy/*',
  'tslib',
]

/** Figures, their PNGs with a font, t-SNE. */
const figures = [
  'echarts',
  'zrender',
  'tslib',
  '@resvg/*',
  '@expo-google-fonts/arimo',
  '@saehrimnir/druidjs',
  'ml-*',
  'is-any-array',
]

/** Numbers of random streams. */
const random = ['pure-rand']

/** Tables of labels; names that are likely meant. */
const tables = ['csv-parse', 'fastest-levenshtein']

const data = [...images, ...records, ...tables, ...random]
const experiments = [...data, ...tensors, 'yaml', 'zod']

/** What the command line shows progress with, and the back ends that it always has. */
const terminal = [
  'cli-progress',
  'string-width',
  'strip-ansi',
  'ansi-regex',
  'emoji-regex',
  'is-fullwidth-code-point',
  'commander',
  'picocolors',
]
const backends = [
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-layers',
  '@types/emscripten',
]

/** By the name of the folder in `packages`. */
export const allowed: Readonly<Record<string, Allowance>> = {
  metrics: { dependencies: [], packed: 60, installed: 1 },
  safetensors: { dependencies: [], packed: 40, installed: 1 },
  random: { dependencies: random, packed: 10, installed: 1 },
  losses: { dependencies: tensors, packed: 60, installed: 50 },
  optimizers: { dependencies: tensors, packed: 75, installed: 50 },
  models: { dependencies: [...tensors, ...random], packed: 90, installed: 50 },
  trainer: { dependencies: [...tensors, ...random], packed: 80, installed: 55 },
  runtime: { dependencies: tensors, packed: 170, installed: 50 },
  'sample-data': { dependencies: [], packed: 11_000, installed: 12, files: ['data/*'] },
  datasets: { dependencies: data, packed: 400, installed: 40 },
  native: {
    dependencies: [],
    packed: 500,
    installed: 2,
    files: ['bin/*.mjs', 'kernels/*', 'prebuilt/*.node', 'licenses/tfjs-node.txt'],
  },
  report: { dependencies: [...figures, ...random], packed: 260, installed: 110 },
  experiments: {
    dependencies: experiments,
    packed: 350,
    installed: 120,
    files: ['presets/*.yaml', 'profiles/*.yaml', 'recipe.schema.json'],
  },
  cli: {
    dependencies: [...experiments, ...figures, ...terminal, ...backends],
    packed: 190,
    installed: 300,
    files: ['bin/*.mjs'],
  },
}

/** Licences that ask for no more than a notice, which every package carries itself. */
export const licences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
]

/** Other licences: what is under them, and what the README of the package that brings it calls it. */
export const particular: readonly {
  readonly licence: string
  readonly package: string
  readonly name: string
}[] = [
  { licence: 'LGPL-3.0-or-later', package: '@img/sharp-*', name: 'libvips' },
  { licence: 'LGPL-3.0-or-later', package: '@saehrimnir/druidjs', name: 'DruidJS' },
  { licence: 'MPL-2.0', package: '@resvg/*', name: 'resvg' },
  { licence: 'OFL-1.1', package: '@expo-google-fonts/arimo', name: 'Arimo' },
  // Terms of NIST and of the HDF Group, both permissive; installed by those who read PatchCamelyon.
  { licence: 'SEE LICENSE IN LICENSE.txt', package: 'h5wasm', name: 'h5wasm' },
]

/** Works of others in our own packages, and what the licence text beside them must say. */
export const shipped: readonly {
  readonly folder: string
  readonly files: string
  readonly licenceFile: string
  readonly licence: RegExp
  readonly readme: RegExp
}[] = [
  {
    folder: 'sample-data',
    files: 'data/*.gz',
    licenceFile: 'data/LICENSE',
    licence: /MIT[\s\S]*Zalando SE/,
    readme: /© 2017 Zalando SE, under the MIT licence/,
  },
  {
    folder: 'native',
    files: 'prebuilt/*.node',
    licenceFile: 'licenses/tfjs-node.txt',
    licence: /Google LLC[\s\S]*Apache License\s+Version 2\.0/,
    readme: /tfjs-node, © Google LLC, under\s+Apache-2\.0/,
  },
]

/** Packages with high or critical findings of `npm audit` that users may have nevertheless, and why. */
export const accepted: Readonly<Record<string, string>> = {
  tar: "comes with tfjs-node, which is installed by name, for its install script's download; deepauc-native leaves that out (but for --stock)",
}
