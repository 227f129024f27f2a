/** Trains a network in the page, and shows how well it tells rings from disks. */
import { loadBackEnd } from './back-end.ts'
import { type Page, pageOf } from './page.ts'
import { createSession, steps } from './session.ts'
import { drawData } from './training.ts'

const seed = 0
const page = pageOf(drawData(seed).validation, steps)
const fail = (error: Error) => page.say(`It does not work here: ${error.message}`)
start(page).catch(fail)

async function start(page: Page): Promise<void> {
  const { name, network, createModel } = await loadBackEnd(
    new URLSearchParams(location.search).get('backend'),
  )
  document.querySelector(`nav a[href="?backend=${name}"]`)?.setAttribute('aria-current', 'page')
  const session = createSession(page, () => createModel(seed), seed)
  page.onToggle(() => session.toggle().catch(fail))
  page.onSave(() => session.save().catch(fail))
  page.offer('Start')
  page.say(`Ready to train ${network}.`)
}
