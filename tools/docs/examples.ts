/** The examples of docstrings, as modules. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './blocks.ts'
import { publicSymbols } from './public-symbols.ts'

/**
 * The example of each docstring by title, with imports: what its package exports comes from there, a function that is not exported
 * from its file, and what the example takes for granted from the scene of the package.
 */
export function examples(): ReadonlyMap<string, string> {
  const entries = publicSymbols().map(({ module, name }) => ({ module, name }))
  const found = readdirSync(join(root, 'packages')).flatMap((folder) => {
    const isOwn = ({ module }: { module: string }) => module.split('/')[1] === folder
    const sources = { entries: entries.filter(isOwn), scene: sceneOf(folder) }
    return sourceFiles(folder)
      .flatMap(examplesIn)
      .map(
        (example) =>
          [
            `example of ${example.name} in ${example.file}`,
            `${importsOf(example, sources).join('\n')}\n${example.code}`,
          ] as const,
      )
  })
  return new Map(found)
}

interface Example {
  readonly name: string
  readonly file: string
  readonly code: string
}

interface Sources {
  /** What the package exports. */
  readonly entries: readonly { readonly module: string; readonly name: string }[]
  readonly scene: { readonly path: string; readonly names: readonly string[] }
}

function sourceFiles(folder: string): string[] {
  const at = `packages/${folder}/src`
  return readdirSync(join(root, at), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(at, name))
}

function examplesIn(file: string): Example[] {
  const text = readFileSync(join(root, file), 'utf8')
  const documented = /\/\*\*((?:(?!\*\/).)*)\*\/\nexport (?:async )?(?:function\*?|const) (\w+)/gs
  return [...text.matchAll(documented)].flatMap(([, doc = '', name = '']) => {
    const [, example] = /@example\n(.*?)(?=\n \* @|\n $)/s.exec(doc) ?? []
    return example === undefined ? [] : [{ name, file, code: example.replace(/^ \* ?/gm, '') }]
  })
}

/** What a scene exports: constants, and names from elsewhere. */
function sceneOf(folder: string): Sources['scene'] {
  const path = join(root, 'tools/docs/scenes', `${folder}.ts`)
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const found = [...text.matchAll(/^export (?:const (\w+)|\{ (.+) \})/gm)]
  return { path, names: found.flatMap(([, name, list]) => name ?? list?.split(', ') ?? []) }
}

function importsOf({ name, file, code }: Example, { entries, scene }: Sources): string[] {
  const words = new Set(code.replace(/\/\/.*$|'[^']*'/gm, '').match(/(?<![\w)\]]\.)\b\w+/g))
  const isFree = (word: string) =>
    words.has(word) && !new RegExp(`(const|let) ${word}\\b`).test(code)
  const exported = entries.filter((entry) => isFree(entry.name))
  const isExported = (word: string) => exported.some((entry) => entry.name === word)
  const granted = scene.names.filter((word) => isFree(word) && !isExported(word))
  const isPrivate = isFree(name) && !isExported(name)
  return [
    ...(words.has('tf') ? ["import * as tf from '@tensorflow/tfjs'"] : []),
    ...exported.map((entry) => `import { ${entry.name} } from '${entry.module}'`),
    ...(isPrivate ? [`import { ${name} } from '${join(root, file)}'`] : []),
    // One without names may still load a back end.
    ...(existsSync(scene.path) ? [`import '${scene.path}'`] : []),
    ...granted.map((word) => `import { ${word} } from '${scene.path}'`),
  ]
}
