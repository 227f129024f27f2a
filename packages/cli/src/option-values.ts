/** Values of options, checked while they are parsed. */
import { InvalidArgumentError } from 'commander'

/** Names with commas between them. */
export function list(value: string): string[] {
  const names = value.split(',').map((name) => name.trim())
  if (names.every((name) => name !== '')) return names
  throw new InvalidArgumentError('Give names with commas between them.')
}

export function number(value: string): number {
  const parsed = Number(value)
  if (value.trim() !== '' && Number.isFinite(parsed)) return parsed
  throw new InvalidArgumentError('Give a number.')
}

export function integer(value: string): number {
  const parsed = number(value)
  if (Number.isSafeInteger(parsed) && parsed >= 0) return parsed
  throw new InvalidArgumentError('Give a whole number, 0 or more.')
}

/** `option=value`, added to what was given before. */
export function assignment(
  value: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name, text] = /^([^=]+)=(.+)$/.exec(value) ?? []
  if (name && text) return { ...before, [name]: text }
  throw new InvalidArgumentError('Give option=value.')
}

/** Channels of an image: grey or RGB. */
export function channels(value: string): 1 | 3 {
  if (value === '1') return 1
  if (value === '3') return 3
  throw new InvalidArgumentError('Give 1 or 3.')
}

/** Lists, each added to what was given before. */
export function lists(value: string, before: readonly string[] = []): string[] {
  return [...before, ...list(value)]
}

/** `key=value` as it is, added to what was given before. */
export function settings(value: string, before: readonly string[] = []): string[] {
  if (/^[^=]+=/.test(value)) return [...before, value]
  throw new InvalidArgumentError('Give key=value.')
}
