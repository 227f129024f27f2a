/** Where libraries and bindings are kept between installations. */
import { homedir } from 'node:os'
import { join } from 'node:path'

/** `$XDG_CACHE_HOME/deepauc`, or `~/.cache/deepauc`. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'deepauc')
}
