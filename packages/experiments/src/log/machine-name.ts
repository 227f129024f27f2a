/** Names the place whose processes can be looked up by their numbers. */
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * One line. Containers may share a host name, and in each the processes are counted from 1, so that the boot of the kernel and the
 * namespace of process numbers belong to it where the system tells them.
 */
export function machineName(): string {
  const boot = told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  const namespace = told(() => readlinkSync('/proc/self/ns/pid'))
  return [hostname(), boot, namespace].filter(Boolean).join(' ')
}

function told(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
