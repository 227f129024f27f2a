// One run that kills itself, by SIGKILL, at a chosen moment: see main.mjs.
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const { recipe, folder, backend, kill } = JSON.parse(process.argv[2])

/** How often each moment has come. */
const counts = new Map()
function moment(name) {
  const count = (counts.get(name) ?? 0) + 1
  counts.set(name, count)
  if (kill && kill.moment === name && kill.nth === count) process.kill(process.pid, 'SIGKILL')
}

const isSaving = (path) => String(path).includes('checkpoints')
for (const name of ['mkdir', 'rename', 'rm']) {
  const original = files[name]
  files[name] = async (...args) => {
    if (isSaving(args[0])) moment(name)
    return original(...args)
  }
}
const { open } = files
files.open = async (path, ...args) => {
  if (isSaving(path) && args[0] !== 'r') moment('open')
  const handle = await open(path, ...args)
  if (!isSaving(path)) return handle
  return {
    async write(part, at) {
      // Half of it gets there.
      if (kill?.moment === 'write' && counts.get('write') === kill.nth - 1)
        await handle.write(part, at, Math.floor((part.length - at) / 2))
      moment('write')
      return handle.write(part, at)
    },
    async sync() {
      moment('sync')
      await handle.sync()
    },
    close: () => handle.close(),
  }
}
syncBuiltinESMExports()

const { openTask, runRecipe } = await import('@deepauc/experiments')
const { selectBackend } = await import('@deepauc/runtime')
await selectBackend({ backend })
const task = await openTask(recipe.data, recipe.training.seed)

/** Every batch reads the labels. */
const watched = (part, name) => {
  const { labels } = part
  return Object.defineProperty({ ...part }, 'labels', {
    get() {
      moment(name)
      return labels
    },
  })
}
const watchedTask = {
  ...task,
  validation: watched(task.validation, 'validation'),
  test: watched(task.test, 'test'),
}
for await (const event of runRecipe(recipe, { folder, task: watchedTask })) moment(event.kind)
await task.close()
