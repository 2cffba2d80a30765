import {existsSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import axe from 'axe-core'
import type {Page} from 'playwright-core'
import {beforeAll, describe, expect, test} from 'vitest'
import CallbacksReport from '../../commands/callbacks/report.ts'
import DissuasionList from '../../commands/dissuasion/list.ts'
import {begin} from '../../src/context.ts'
import {fillDemo} from '../../src/embedded/demo-data.ts'
import {closeCallbacks} from '../../src/services/callbacks/requests.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'
import {visit} from './browser.ts'

/** Of docs/reports.md; taken anew when it is not there. */
const picture = fileURLToPath(new URL('../../docs/report.png', import.meta.url))

const xivo = useXivo()

beforeAll(async () => {
  await xivo.use(fillDemo)
  // What happened on one day is spread over three weeks; of each list, some requests are closed.
  await xivo.sql(
    `update xivoctl.callback_request set created_at = created_at - (abs(hashtext(uuid::text)) % 21) * interval '1 day'`,
  )
  const due = await xivo.sql(
    'select uuid from xivoctl.callback_request where not clotured order by due_date, uuid limit 15',
  )
  const uuids = due.map(({uuid}) => uuid)
  await xivo.made((context) => closeCallbacks(begin(context), uuids.slice(0, 9), {status: 'answered', agent: '1001'}))
  await xivo.made((context) => closeCallbacks(begin(context), uuids.slice(9), {status: 'refused', agent: '1002'}))
  await xivo.sql(`update xivoctl.callback_request set closed_at = greatest(created_at, now() - (abs(hashtext(uuid::text)) % 9) * interval '1 day')
    where closed_at is not null`)
})

/** What axe finds, as a person sees the page in light and in dark. */
async function inaccessible(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({colorScheme})
    // In the browser, beside the page, which forbids scripts.
    const violations = await page.evaluate<{id: string; nodes: {html: string}[]}[]>(
      `${axe.source};axe.run().then(({violations}) => violations)`,
    )
    found.push(...violations.map(({id, nodes}) => `${colorScheme}: ${id}: ${nodes.map(({html}) => html).join(' ')}`))
  }
  return found
}

const paper = {a4: {width: 210, height: 297}, margin: 15, millimetre: 96 / 25.4}

/** What would be cut off on a printed page. */
const overflowing = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 80))`)

describe.each([
  {name: 'report', command: CallbacksReport, argv: ['--by-agent'], shown: picture},
  {name: 'dissuasions', command: DissuasionList, argv: [], shown: undefined},
])('the page of $name', ({name, command, argv, shown}) => {
  test('asks nobody for anything, is accessible in light and in dark, and fits on A4', async () => {
    const file = join(xivo.sounds, `${name}.html`)
    expect(await run(command, [...argv, '--html', file], xivo.env)).toMatchObject({code: 0})
    const findings = await visit(async (page) => {
      await page.goto(pathToFileURL(file).href)
      expect(await inaccessible(page)).toEqual([])
      await page.emulateMedia({colorScheme: 'light'})
      await page.setViewportSize({width: 900, height: 1000})
      if (shown !== undefined && !existsSync(shown)) await page.screenshot({path: shown})
      await page.emulateMedia({media: 'print'})
      const width = (paper.a4.width - 2 * paper.margin) * paper.millimetre
      await page.setViewportSize({width: Math.floor(width), height: 1000})
      expect(await overflowing(page)).toEqual([])
      const pdf = (await page.pdf({preferCSSPageSize: true})).toString('latin1')
      // A4 in points.
      expect(pdf).toMatch(/\/MediaBox ?\[0 0 59[45]\.\d+ 84[12]\.\d+\]/)
    })
    // The page itself is a file.
    expect(findings).toEqual({hosts: [''], violations: []})
    await rm(file)
  })
})
