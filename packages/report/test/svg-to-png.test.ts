import { Resvg } from '@resvg/resvg-js'
import { expect, test } from 'vitest'
import { svgToPng } from '../src/charts/svg-to-png.ts'
import { figures } from '../src/comparison/figures.ts'
import { exampleInput } from './example-run.ts'

const svg = figures(exampleInput).roc!
const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/)!.map(Number) as [
  0,
  number,
  number,
]

/** Width and height in the header of a PNG. */
function sizeOf(png: Uint8Array): [number, number] {
  const header = new DataView(png.buffer, png.byteOffset)
  expect(header.getBigUint64(0)).toBe(0x89504e470d0a1a0an)
  return [header.getUint32(16), header.getUint32(20)]
}

/** `[height, width, 4]`, by the decoder of pictures inside SVGs. */
function pixels(png: Uint8Array): Uint8Array {
  const [w, h] = sizeOf(png)
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
  return new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><image width="${w}" height="${h}" href="${href}"/></svg>`,
  ).render().pixels
}

/** How many pixels of a text are dark. */
async function inked(text: string, font = ''): Promise<number> {
  const png = await svgToPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="5" y="30" font-size="24" ${font}>${text}</text></svg>`,
  )
  return pixels(png).filter((value, i) => i % 4 === 0 && value < 128).length
}

test('has the width that is asked for, on white', async () => {
  const png = await svgToPng(svg, { width: 2 * width })
  expect(sizeOf(png)).toEqual([2 * width, 2 * height])
  expect([...pixels(png).subarray(0, 4)]).toEqual([255, 255, 255, 255])
  expect(sizeOf(await svgToPng(svg))).toEqual([width, height])
  const clear = await svgToPng('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')
  expect([...pixels(clear)]).toEqual(new Array(16).fill(255))
})

test('draws text, in a font of its own whatever is named', async () => {
  const named = await inked('Training AUC', 'font-family="Helvetica, Arial, sans-serif"')
  expect(named).toBeGreaterThan(200)
  expect(await inked('')).toBe(0)
  expect(await inked('Training AUC', 'font-family="No Such Font"')).toBe(named)
  expect(await inked('Training AUC')).toBe(named)
  expect(await inked('Training AUC', 'font-weight="bold"')).toBeGreaterThan(1.2 * named)
})

test.each([...'−≥αβ±²≠…'])('has a letter of its own for %s', async (sign) => {
  const missing = await inked('\u{10ffff}')
  expect(await inked(sign)).toBeGreaterThan(0)
  expect(await inked(sign)).not.toBe(missing)
})

test('differs where the text of a figure is missing', async () => {
  const silent = svg.replace(/<text[\s\S]*?<\/text>/g, '')
  const [whole, without] = [pixels(await svgToPng(svg)), pixels(await svgToPng(silent))]
  expect(whole.filter((value, i) => value !== without[i]).length).toBeGreaterThan(1000)
})

test('has equal bytes for equal input', async () => {
  const [first, second] = [await svgToPng(svg, { width: 500 }), await svgToPng(svg, { width: 500 })]
  expect(Buffer.from(first)).toEqual(Buffer.from(second))
})

test('refuses what is no SVG, and widths that are none', async () => {
  await expect(svgToPng('<html></html>')).rejects.toThrow()
  for (const wrong of [0, 1.5, Number.NaN])
    await expect(svgToPng(svg, { width: wrong })).rejects.toThrow(
      `width must be an integer > 0, got ${wrong}`,
    )
})
