/** The parts of the page that change. */
import { curve, type Point } from './curve.ts'
import type { Images } from './rings.ts'
import { paintStrip } from './strip.ts'

/** What is shown of an evaluation. */
interface Row extends Point {
  /** Of training and evaluations so far. */
  readonly seconds: number
  /** How many there are. */
  readonly tensors: number
}

export interface Page {
  /** One sentence, which screen readers read out. */
  say(sentence: string): void
  /** Adds a row, moves the curve, and shows the images of the highest scores. */
  show(row: Row, scores: Float32Array): void
  /** Forgets all rows. */
  clear(): void
  /** What the button does that starts and stops. */
  offer(action: string): void
  onToggle(listener: () => void): void
  onSave(listener: () => void): void
}

/** @param images those that are scored */
export function pageOf(images: Images, steps: number): Page {
  const [toggle, save] = [part<HTMLButtonElement>('#toggle'), part<HTMLButtonElement>('#save')]
  const rows: Row[] = []
  const drawCurve = () =>
    part('#curve').setAttribute('d', curve(rows, { steps, width: 600, height: 240 }))
  return {
    say: (sentence) => {
      part('#status').textContent = sentence
    },
    show: (row, scores) => {
      rows.push(row)
      drawCurve()
      save.disabled = false
      part('tbody').append(tableRow(row))
      part('#auc').textContent = row.auc.toFixed(3)
      const best = [...scores.keys()].sort((i, j) => (scores[j] as number) - (scores[i] as number))
      paintStrip(part('#best'), images, best.slice(0, 12))
    },
    clear: () => {
      rows.length = 0
      drawCurve()
      part('tbody').replaceChildren()
    },
    offer: (action) => {
      toggle.textContent = action
      toggle.disabled = false
    },
    onToggle: (listener) => toggle.addEventListener('click', listener),
    onSave: (listener) => save.addEventListener('click', listener),
  }
}

function part<T extends Element>(selector: string): T {
  return document.querySelector(selector) as T
}

function tableRow({ step, auc, seconds, tensors }: Row): HTMLTableRowElement {
  const row = document.createElement('tr')
  for (const text of [step, auc.toFixed(4), seconds.toFixed(1), tensors])
    row.insertCell().textContent = String(text)
  return row
}
