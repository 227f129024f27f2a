import { expect, test } from 'vitest'
import { html } from '../src/html.ts'

test('escapes text, also inside attributes, and leaves markup alone', () => {
  const text = `<b> & "c" 'd'`
  expect(html`<i title="${text}">${text}${html`<u>${1}</u>`}</i>`.markup).toBe(
    '<i title="&#60;b&#62; &#38; &#34;c&#34; &#39;d&#39;">&#60;b&#62; &#38; &#34;c&#34; &#39;d&#39;<u>1</u></i>',
  )
})

test('joins lists', () => {
  expect(html`<ul>${['<', 'b'].map((x) => html`<li>${x}</li>`)}</ul>`.markup).toBe(
    '<ul><li>&#60;</li><li>b</li></ul>',
  )
})

test('keeps backslashes and dollars', () => {
  expect(html`${'a\\n$&'}`.markup).toBe('a\\n$&#38;')
})
