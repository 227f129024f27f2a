/** The commands that are run as they stand: those of the guide to image folders, and a few that take a second. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomStream } from '@deepauc/random'
import { greyPng } from '../../packages/cli/test/png.ts'
import { blocks, root } from './blocks.ts'
import { argumentsOf, type ShellCommand, shellCommands } from './commands.ts'
import type { Program } from './run-program.ts'

const guide = 'docs/guides/image-folder.md'
const bins = { deepauc: 'cli', 'deepauc-native': 'native' }

/** One after the other, in the folder `work`, which gets the files that the guide speaks of. */
export function guideCommands(work: string): readonly Program[] {
  writePhotos(join(work, 'photos'))
  for (const { file, language, code } of blocks())
    if (file === guide && language in fileNames)
      writeFileSync(join(work, fileNames[language as keyof typeof fileNames]), code)
  return shellCommands()
    .filter((command) => command.file === guide || isQuick(command))
    .flatMap((command) => programOf(command, work))
}

const fileNames = { yaml: 'sick.yaml', csv: 'labelled.csv' }

function isQuick({ line }: ShellCommand): boolean {
  return /^npx (deepauc data list|deepauc sweep .*--plan|deepauc-native status)/.test(line)
}

function programOf(command: ShellCommand, work: string): Program[] {
  return Object.entries(bins).flatMap(([name, folder]) => {
    const args = argumentsOf(name, command)
    const bin = join(root, 'packages', folder, 'bin', `${name}.mjs`)
    const title = `${command.file}: ${command.line}`
    return args === undefined ? [] : [{ title, args: [bin, ...args], cwd: work }]
  })
}

/** Grey noise of 20 × 20 pixels, brighter where somebody is sick. */
function writePhotos(root: string): void {
  const side = 20
  for (const [part, className, count, brightness] of [
    ...([
      ['train', 'healthy', 120, 60],
      ['train', 'sick', 30, 90],
    ] as const),
    ...([
      ['test', 'healthy', 20, 60],
      ['test', 'sick', 5, 90],
    ] as const),
  ]) {
    const folder = join(root, part, className)
    mkdirSync(folder, { recursive: true })
    for (let sample = 0; sample < count; sample++) {
      const { integer } = randomStream({ seed: 0, purpose: `${part}/${className}`, sample })
      const pixels = Uint8Array.from({ length: side * side }, () => brightness + integer(100))
      writeFileSync(join(folder, `${sample}.png`), greyPng(pixels, side))
    }
  }
}
