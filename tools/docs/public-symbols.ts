/** What the packages export, and what their docstrings say of it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  API,
  type Project,
  type Signature,
  SignatureKind,
  type Symbol as Sym,
  SymbolFlags,
} from 'typescript/unstable/sync'
import { root } from './blocks.ts'

/** A symbol that a package exports. */
export interface PublicSymbol {
  /** `@deepauc/losses`, or a subpath such as `@deepauc/safetensors/node`. */
  readonly module: string
  readonly name: string
  /** Of its declaration, from the root of the repository. */
  readonly file: string
  readonly isFunction: boolean
  readonly summary: string
  /** In their order; `text` is `''` if nothing stands after the name. */
  readonly tags: readonly { readonly name: string; readonly text: string }[]
  /** Types of the parameters, if it is a function. */
  readonly parameters: readonly string[]
  /** Names of the properties without a docstring, if it is an interface. */
  readonly bareProperties: readonly string[]
}

/** All exports of all entry points, those of a package in the order of its manifest. */
export function publicSymbols(): PublicSymbol[] {
  const api = new API({ cwd: root })
  try {
    return readdirSync(join(root, 'packages')).flatMap((folder) => {
      const config = join(root, 'packages', folder, 'tsconfig.json')
      const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
      if (project === undefined) throw new Error(`${config} cannot be opened`)
      return entriesOf(folder).flatMap(({ module, path }) =>
        exportsOf(project, path).map((symbol) => ({ module, ...describe(project, symbol) })),
      )
    })
  } finally {
    api.close()
  }
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly '@deepauc/source': string }>>
}

function entriesOf(folder: string): { module: string; path: string }[] {
  const at = join(root, 'packages', folder)
  const manifest = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as Manifest
  return Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    typeof target === 'string'
      ? []
      : [{ module: manifest.name + subpath.slice(1), path: join(at, target['@deepauc/source']) }],
  )
}

function exportsOf({ program, checker }: Project, path: string): Sym[] {
  const file = program.getSourceFile(path)
  const module = file && checker.getSymbolAtLocation(file)
  if (module === undefined) throw new Error(`${path} is no module`)
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
}

function describe(project: Project, symbol: Sym): Omit<PublicSymbol, 'module'> {
  const { checker } = project
  const [declaration] = symbol.declarations
  if (declaration === undefined) throw new Error(`${symbol.name} is declared nowhere`)
  const signature = signatureOf(project, symbol)
  const tags = symbol.getJsDocTags(checker).map(({ name, text = '' }) => ({ name, text }))
  return {
    name: symbol.name,
    file: declaration.path.slice(root.length),
    isFunction: signature !== undefined,
    summary: symbol.getDocumentationComment(checker),
    tags,
    parameters: parametersOf(project, signature),
    bareProperties: bareProperties(project, symbol),
  }
}

function signatureOf({ checker }: Project, symbol: Sym): Signature | undefined {
  const type = symbol.flags & SymbolFlags.Value ? checker.getTypeOfSymbol(symbol) : undefined
  return type && checker.getSignaturesOfType(type, SignatureKind.Call)[0]
}

function parametersOf({ checker }: Project, signature: Signature | undefined): string[] {
  const types = signature?.getParameters().map((each) => checker.getTypeOfSymbol(each)) ?? []
  return types.map((type) => (type ? checker.typeToString(type) : ''))
}

function bareProperties({ checker }: Project, symbol: Sym): string[] {
  if ((symbol.flags & SymbolFlags.Interface) === 0) return []
  return [...symbol.getMembers().values()]
    .filter(({ flags }) => flags & SymbolFlags.Property)
    .filter((member) => member.getDocumentationComment(checker) === '')
    .map(({ name }) => name)
}
