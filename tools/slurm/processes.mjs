// The processes of a cluster: the daemons, and all that they have started. Each has its configuration in its environment.
import { readdirSync, readFileSync } from 'node:fs'

/**
 * Kills them.
 *
 * @param {string} configuration path of slurm.conf
 * @returns {string[]} ids and command lines of those that were there
 */
export function killProcesses(configuration) {
  return readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && Number(id) !== process.pid)
    .flatMap((id) => {
      const environment = read(`/proc/${id}/environ`).split('\0')
      if (!environment.includes(`SLURM_CONF=${configuration}`)) return []
      const command = read(`/proc/${id}/cmdline`).replaceAll('\0', ' ')
      kill(Number(id))
      return [`${id} ${command}`]
    })
}

/** '' of a process that has just ended, or is another user's. */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function kill(id) {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // It has just ended.
  }
}
