/** Figures as pixels, the same on machines with and without fonts. */
import { createRequire } from 'node:module'
import { light } from './palette.ts'

/** Options of {@link svgToPng}. */
export interface SvgToPngOptions {
  /** Pixels; the SVG's own width where it is left out. The height follows. */
  readonly width?: number
}

/** Has the widths of Helvetica and Arial, which figures name, and an open licence (SIL OFL). */
const font = {
  family: 'Arimo',
  files: [
    '@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf',
    '@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf',
  ],
}

/**
 * A PNG on white paper, with text in a font of its own whatever the SVG names. Equal input gives equal bytes.
 *
 * @throws RangeError if the width is no integer > 0
 * @throws Error if the text is no SVG, or there is no renderer for this platform
 */
export async function svgToPng(svg: string, { width }: SvgToPngOptions = {}): Promise<Uint8Array> {
  if (width !== undefined && !(Number.isInteger(width) && width > 0))
    throw new RangeError(`width must be an integer > 0, got ${width}`)
  // Native code, which nothing else here needs.
  const { Resvg } = await import('@resvg/resvg-js')
  const { resolve } = createRequire(import.meta.url)
  const image = new Resvg(svg, {
    background: light.paper,
    fitTo: width === undefined ? { mode: 'original' } : { mode: 'width', value: width },
    font: {
      fontFiles: font.files.map((file) => resolve(file)),
      loadSystemFonts: false,
      defaultFontFamily: font.family,
      sansSerifFamily: font.family,
    },
  })
  return image.render().asPng()
}
