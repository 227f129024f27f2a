/** Loads packages that only some readers need, which users install themselves. */
import { DataError } from '../data-error.ts'

/**
 * What `load` imports, e.g. `requirePackage('yauzl', () => import('yauzl'))`: the import stands at the caller, so that
 * types and bundlers see it.
 *
 * @throws DataError with the install command if package `name` is absent; other errors of `load` as they are
 */
export async function requirePackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    if (!isAbsent(name, cause)) throw cause
    throw new DataError(
      `this kind of file is read by the package ${name}, which is not installed`,
      {
        remedy: `Run \`npm install ${name}\``,
        cause,
      },
    )
  }
}

/** Node names the package only in the message; one that `name` itself depends on must not be taken for it. */
function isAbsent(name: string, cause: unknown): boolean {
  const { code, message = '' } = (cause ?? {}) as NodeJS.ErrnoException
  return code === 'ERR_MODULE_NOT_FOUND' && message.startsWith(`Cannot find package '${name}'`)
}
