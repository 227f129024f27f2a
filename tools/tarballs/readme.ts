/** What a README tells its readers to install and to run. */

/** The parts of a README that can be tried. */
export interface Readme {
  /** What its first `npm install` names. */
  readonly install: readonly string[]
  /** Its TypeScript. */
  readonly examples: readonly string[]
  /** Its first command of ours. */
  readonly command: string | undefined
}

/** @param text  a README.md */
export function parseReadme(text: string): Readme {
  const line = /^npm install (.+)$/m.exec(text)?.[1] ?? ''
  return {
    install: line.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-')),
    examples: [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? ''),
    command: /^npx deepauc\S* .+$/m.exec(text)?.[0],
  }
}

/** Names of the packages that TypeScript code imports. */
export function importedPackages(code: string): readonly string[] {
  const imports = [...code.matchAll(/^(?:import|\} from) .*?'([^'.][^']*)'$/gm)]
  const names = imports.map(([, path = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path)
  return [...new Set(names.filter((name) => !name.startsWith('node:')))]
}
