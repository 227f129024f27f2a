/** Colours of figures and page: Okabe and Ito's for data, greys for the rest, each with its dark counterpart. */

const blue = '#0072b2'
const skyBlue = '#56b4e9'

/** Data colours by method, from https://jfly.uni-koeln.de/color (distinct for the colour-blind), most legible first. */
export const dataColours: readonly string[] = [
  blue,
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  skyBlue,
]

/** Neutral colours on white paper. Figures use these values and nothing else that is not a data colour. */
export const light = {
  paper: '#ffffff',
  ink: '#1d2125',
  muted: '#5c6670',
  rule: '#e3e6e9',
  shade: '#aab2ba',
} as const

/** The same on dark paper. */
export const dark: Readonly<Record<keyof typeof light, string>> = {
  paper: '#14171a',
  ink: '#e4e7ea',
  muted: '#9da7b1',
  rule: '#2b3036',
  shade: '#6a747e',
}

/** CSS that turns a light figure dark; rules outweigh the attributes of SVG. Blues swap, for the darker would sink. */
export function darkFigureRules(): string {
  const names = Object.keys(light) as (keyof typeof light)[]
  const neutrals = names.map((name) => [light[name], dark[name]] as const)
  return [...neutrals, [blue, skyBlue] as const, [skyBlue, blue] as const]
    .flatMap(([from, to]) =>
      ['fill', 'stroke'].map((property) => `svg [${property}="${from}"]{${property}:${to}}`),
    )
    .join('\n')
}
