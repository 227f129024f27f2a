/** What the tests need to know of markup. */

const tag = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g

/** Every start tag with its attributes; throws where tags do not nest or a `<` stands alone. */
export function elements(markup: string): { name: string; attributes: Record<string, string> }[] {
  const open: string[] = []
  const found: { name: string; attributes: Record<string, string> }[] = []
  const rest = markup
    .replace('<!DOCTYPE html>', '')
    .replace(tag, (_, slash, name, text, selfClosing) => {
      if (slash) {
        const expected = open.pop()
        if (expected !== name) throw new Error(`</${name}> closes <${expected}>`)
        return ''
      }
      const pairs = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])
      found.push({ name, attributes: Object.fromEntries(pairs) })
      if (!selfClosing) open.push(name)
      return ''
    })
  if (rest.includes('<')) throw new Error(`stray < before ${rest.slice(rest.indexOf('<'), 80)}`)
  if (open.length > 0) throw new Error(`never closed: ${open.join()}`)
  return found
}

/** The text of every table, by rows and cells. */
export function tables(markup: string): string[][][] {
  return [...markup.matchAll(/<table>[\s\S]*?<\/table>/g)].map(([table]) =>
    [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
      [...row!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) => cell!),
    ),
  )
}

/** Corner points of every path of an SVG that is drawn in `stroke`, without the short ones of a legend. */
export function lines(svg: string, stroke: string): [number, number][][] {
  return elements(svg)
    .filter(
      ({ name, attributes }) =>
        name === 'path' && attributes.stroke === stroke && !attributes.transform,
    )
    .map(({ attributes }) => points(attributes.d!))
}

/** Centres of the markers of this colour. */
export function markers(svg: string, colour: string): [number, number][] {
  return elements(svg)
    .filter(
      ({ attributes }) => attributes.fill === colour && attributes.transform?.startsWith('matrix'),
    )
    .map(
      ({ attributes }) =>
        attributes
          .transform!.match(/[-\d.]+/g)!
          .slice(-2)
          .map(Number) as [number, number],
    )
}

/** Absolute corners of a path that moves with M and L, or with the relative l. */
function points(d: string): [number, number][] {
  const corners: [number, number][] = []
  for (const [, command, text] of d.matchAll(/([MLl])([^MLlZz]*)/g)) {
    const numbers = text!.match(/-?\d+(\.\d+)?/g)!.map(Number)
    for (let i = 0; i < numbers.length; i += 2) {
      const [fromX, fromY] = command === 'l' ? corners.at(-1)! : [0, 0]
      corners.push([fromX + numbers[i]!, fromY + numbers[i + 1]!])
    }
  }
  return corners
}
