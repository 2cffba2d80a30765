import {readFile, rm} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import type {Page} from 'playwright-core'
import {beforeAll, describe, expect, test} from 'vitest'
import CallbacksReport from '../../commands/callbacks/report.ts'
import {begin} from '../../src/context.ts'
import {fillDemo} from '../../src/embedded/demo-data.ts'
import {closeCallbacks} from '../../src/services/callbacks/requests.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'
import {visit} from './browser.ts'

const picture = (name: string) => fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url))
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
    const violations = await page.evaluate(async (source) => {
      // The page forbids scripts; the tool is not part of it.
      new Function(source)()
      const {violations} = await (
        window as unknown as {axe: {run: () => Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}}
      ).axe.run()
      return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)
    }, axe)
    found.push(...violations.map((violation) => `${colorScheme}: ${violation}`))
  }
  return found
}

const paper = {a4: {width: 210, height: 297}, margin: 15, millimetre: 96 / 25.4}

/** The text that would be cut off on a printed page, or in a window as narrow as a phone's. */
const overflowing = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 80)),
  )

describe.each([{name: 'report', command: CallbacksReport, argv: ['--by-agent']}])(
  'the page of $name',
  ({name, command, argv}) => {
    test('asks nobody for anything, is accessible in light and in dark, and fits on A4', async () => {
      const file = join(xivo.sounds, `${name}.html`)
      expect(await run(command, [...argv, '--html', file], xivo.env)).toMatchObject({code: 0})
      const findings = await visit(async (page) => {
        await page.goto(pathToFileURL(file).href)
        expect(await inaccessible(page)).toEqual([])
        await page.emulateMedia({colorScheme: 'light'})
        await page.setViewportSize({width: 900, height: 1000})
        await page.screenshot({path: picture(name)})
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
  },
)
