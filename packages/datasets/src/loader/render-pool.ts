/** Spreads batches over several worker threads. */
import type { RemoteRender } from './worker-render.ts'

/**
 * Up to `limit` renderers as one. The first is started at once, another whenever all are busy: how many really run
 * depends on how many batches are asked for at a time.
 */
export function renderPool(start: () => RemoteRender, limit: number): RemoteRender {
  const members = [start()]
  const leastBusy = () => members.reduce((a, b) => (b.pending() < a.pending() ? b : a))
  return {
    pending: () => members.reduce((sum, member) => sum + member.pending(), 0),
    render(step, indices) {
      if (members.length < limit && leastBusy().pending() > 0) members.push(start())
      return leastBusy().render(step, indices)
    },
    close: async () => {
      await Promise.all(members.map((member) => member.close()))
    },
  }
}
