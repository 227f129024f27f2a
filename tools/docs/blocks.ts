/** The code blocks of all Markdown files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What stands between two fences. */
export interface Block {
  /** From the root of the repository. */
  readonly file: string
  /** File, language and number, from 1. */
  readonly title: string
  /** What stands behind the first fence; `''` for output. */
  readonly language: string
  readonly code: string
}

export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** All blocks, file by file. */
export function blocks(): Block[] {
  return markdownFiles().flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const found = [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)]
    return found.map(([, indentation = '', language = '', code = ''], i) => ({
      file,
      title: `${file}, block ${i + 1}`,
      language,
      code: code.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
    }))
  })
}

/** The file that a block is quoted from, if its first line names one. */
export function quotedFile({ code }: Block): string | undefined {
  return /^\/\/ (packages\/\S+)\n/.exec(code)?.[1]
}

/** TypeScript blocks by title, each as a module: with those before it, if it says that it goes on from them. */
export function typescriptBlocks(): ReadonlyMap<string, string> {
  const modules = new Map<string, string>()
  let before = ''
  for (const block of blocks()) {
    const { language, title, code } = block
    if (language !== 'ts' || quotedFile(block) !== undefined) continue
    before = code.startsWith('// Goes on from above.') ? before + code : code
    modules.set(title, before)
  }
  return modules
}

/** Of the repository, its documentation, its packages and its tools. */
function markdownFiles(): string[] {
  const inside = (folder: string) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`)
  return [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.startsWith('api'))
      .map((name) => join('docs', name)),
    ...inside('packages'),
    ...inside('tools'),
  ].filter((file) => existsSync(join(root, file)))
}
