import { expect, test } from 'vitest'
import { renderPool } from '../src/loader/render-pool.ts'
import type { RemoteRender } from '../src/loader/worker-render.ts'

/** A pool of renderers that finish when they are told to. */
function pool(limit: number) {
  const waiting: (() => void)[][] = []
  const closed: number[] = []
  const start = (): RemoteRender => {
    const own: (() => void)[] = []
    const number = waiting.push(own) - 1
    return {
      pending: () => own.length,
      render: (step) => new Promise((resolve) => own.push(() => resolve(Float32Array.of(step)))),
      close: async () => {
        closed.push(number)
      },
    }
  }
  const asked = () => waiting.map((own) => own.length)
  const finish = (member: number) => waiting[member]!.shift()!()
  return { ...renderPool(start, limit), asked, finish, closed }
}

const none = new Int32Array(0)

test('starts a renderer whenever all are busy, up to the limit, then gives work to the least busy', async () => {
  const { render, asked, finish, pending } = pool(3)
  expect(asked()).toEqual([0])
  const first = render(0, none)
  expect(asked()).toEqual([1])
  for (let step = 1; step < 5; step++) render(step, none)
  expect(asked()).toEqual([2, 2, 1])
  expect(pending()).toBe(5)
  finish(0)
  finish(0)
  expect(await first).toEqual(Float32Array.of(0))
  render(5, none)
  expect(asked()).toEqual([1, 2, 1])
})

test('starts none while one is idle', () => {
  const { render, asked, finish } = pool(3)
  for (let step = 0; step < 4; step++) {
    render(step, none)
    finish(0)
  }
  expect(asked()).toEqual([0])
})

test('closes all', async () => {
  const { render, close, closed } = pool(2)
  render(0, none)
  render(1, none)
  await close()
  expect(closed).toEqual([0, 1])
})
