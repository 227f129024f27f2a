/** The script of the live page. */

/**
 * Asks for the page every second, and changes what is different in place: what the reader has scrolled, opened, selected or
 * focused stays. A page that nobody sees asks for nothing.
 */
export const pageScript: string = `
const notice = document.getElementById('live-notice')
const clock = () => new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
let [tag, seen] = ['', clock()]

async function look() {
  const answer = await fetch('/', {
    cache: 'no-store',
    headers: tag ? { 'If-None-Match': tag } : {},
    signal: AbortSignal.timeout(30000),
  })
  const text = await answer.text()
  if (answer.status !== 200 && answer.status !== 304) throw new Error(text)
  if (answer.status === 200) {
    const next = new DOMParser().parseFromString(text, 'text/html')
    document.title = next.title
    patch(document.body, next.body)
    tag = answer.headers.get('ETag')
  }
  seen = clock()
}

async function follow() {
  let pause = 1000
  if (!document.hidden)
    try {
      await look()
    } catch {
      notice.textContent = 'Stopped, showing the state of ' + seen + '.'
      notice.hidden = false
      ;[tag, pause] = ['', 3000]
    }
  setTimeout(follow, pause)
}

function patch(from, to) {
  if (from.isEqualNode(to)) return
  if (from.nodeName !== to.nodeName) return from.replaceWith(to)
  if (from.nodeType !== Node.ELEMENT_NODE) {
    from.nodeValue = to.nodeValue
    return
  }
  patchAttributes(from, to)
  const wanted = [...to.childNodes]
  for (const surplus of [...from.childNodes].slice(wanted.length)) surplus.remove()
  wanted.forEach((child, i) => {
    if (i < from.childNodes.length) patch(from.childNodes[i], child)
    else from.append(child)
  })
}

function patchAttributes(from, to) {
  const ours = (element) => [...element.attributes].filter(({ name }) => name !== 'open')
  for (const { name } of ours(from)) if (!to.hasAttribute(name)) from.removeAttribute(name)
  for (const attribute of ours(to))
    if (from.getAttribute(attribute.name) !== attribute.value)
      from.setAttributeNode(attribute.cloneNode())
}

follow()
`
