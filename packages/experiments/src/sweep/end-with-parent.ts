/** For the process that runs a cell. */

/**
 * When the process that started this one with a channel has died, even of SIGKILL, this one gets SIGTERM: it saves a checkpoint
 * and ends, so that the cell is free for a new start of the sweep. Without a channel nothing happens.
 */
export function endWithParent(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  // Waiting for the parent must not keep this process alive.
  process.channel?.unref()
}
