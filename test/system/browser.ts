import {chromium, type Page} from 'playwright-core'
import * as programs from './programs.ts'

const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
/** Chromium has errands of its own: it finds nobody. */
const homebound = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/** What a browser has met besides what was looked for. */
export interface Findings {
  /** Whom the pages asked for anything. */
  hosts: string[]
  /** Of the pages' Content-Security-Policy. */
  violations: string[]
}

/** Lets a real browser visit pages. */
export async function visit(work: (page: Page) => Promise<void>): Promise<Findings> {
  const browser = await chromium.launch({executablePath: programs.chromium, args: [...quiet, ...homebound]})
  const hosts = new Set<string>()
  const violations: string[] = []
  try {
    const page = await browser.newPage({viewport: {width: 1100, height: 1300}})
    page.on('request', (request) => {
      const {protocol, hostname} = new URL(request.url())
      if (protocol !== 'data:') hosts.add(hostname)
    })
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) violations.push(message.text())
    })
    await work(page)
    return {hosts: [...hosts], violations}
  } finally {
    await browser.close()
  }
}
