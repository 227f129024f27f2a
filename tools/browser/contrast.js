// Evaluated in a page: texts whose contrast with what is behind them is below 4.5 (WCAG 2.2, 1.4.3), and how many it looked at.
;(() => {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number)
  const channel = (value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  const luminance = ([red, green, blue]) =>
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
  const contrast = (a, b) => {
    const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (bright + 0.05) / (dark + 0.05)
  }
  /** The nearest colour that is not clear. In a figure that is its first rectangle. */
  const behind = (element) => {
    if (element === null) return [255, 255, 255]
    if (element instanceof SVGSVGElement)
      return numbers(getComputedStyle(element.querySelector('rect')).fill)
    const [red, green, blue, alpha = 1] = numbers(getComputedStyle(element).backgroundColor)
    if (alpha === 0) return behind(element.parentElement)
    if (alpha < 1) throw new Error('a colour that is half clear')
    return [red, green, blue]
  }
  const hasText = (element) =>
    [...element.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim())
  const texts = [...document.body.querySelectorAll('*')].filter(
    (element) => element.checkVisibility() && hasText(element),
  )
  const poor = texts.flatMap((element) => {
    const { color, fill } = getComputedStyle(element)
    const ratio = contrast(
      numbers(element instanceof SVGElement ? fill : color),
      behind(element.parentElement && element),
    )
    return ratio < 4.5 ? [`${ratio.toFixed(2)}: ${element.textContent.trim().slice(0, 40)}`] : []
  })
  return { looked: texts.length, poor: [...new Set(poor)] }
})()
