import {describe, expect, test} from 'vitest'
import {useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const server = useServing(useXivo())

const ask = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)

/** What the page loads, each as a browser would ask for it. */
async function links(page: string): Promise<string[]> {
  const html = await (await ask(page)).text()
  const base = new URL(page, 'http://xivo.example')
  return [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link = '']) => new URL(link, base).pathname)
}

describe('the page of the API', () => {
  test.each(['/configmgt/api', '/configmgt/api/'])(
    'is shown to whoever asks for %s, with all it loads',
    async (page) => {
      const loaded = await links(page)
      expect(loaded.length).toBeGreaterThan(4)
      for (const path of [page, ...loaded]) {
        const response = await ask(path)
        await response.text()
        expect([path, response.status]).toEqual([path, 200])
      }
    },
  )

  test('runs no script that is not a file of its own', async () => {
    const response = await ask('/configmgt/api')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).not.toContain('unsafe')
    expect(await response.text()).not.toMatch(/<script(?![^>]*src=)/)
  })

  test('has no link that leads out of the path it was asked for under', async () => {
    const html = await (await ask('/configmgt/api')).text()
    expect(html).not.toMatch(/(?:src|href)="(?:\/|[a-z]+:)/)
  })
})
