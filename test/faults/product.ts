import {Readable, Writable} from 'node:stream'
import {pathToFileURL} from 'node:url'
import type {TestXivo} from '../support/xivo.ts'

type ContextModule = typeof import('../../src/context.ts')
type SettingsModule = typeof import('../../src/settings/load.ts')
type ImportModule = typeof import('../../src/services/callbacks/import.ts')
type ExportModule = typeof import('../../src/services/callbacks/export.ts')

type ImportReport = Awaited<ReturnType<ImportModule['importCallbacks']>>['result']
export type ImportOptions = NonNullable<Parameters<ImportModule['importCallbacks']>[3]>

/** An installed program, used in this process. */
export interface Product {
  use: <T>(xivo: TestXivo, work: (session: Session) => Promise<T>) => Promise<T>
}

/** Its services on one XiVO. */
export interface Session {
  load: (list: string, bytes: Buffer, options?: ImportOptions & {dryRun?: boolean}) => Promise<ImportReport>
  exported: (list: string, format?: 'csv' | 'excel-fr' | 'xlsx') => Promise<Buffer>
}

export async function loadProduct(installation: string): Promise<Product> {
  const part = (path: string) => import(/* @vite-ignore */ pathToFileURL(`${installation}/dist/src/${path}`).href)
  const {begin, withContext}: ContextModule = await part('context.js')
  const {loadSettings}: SettingsModule = await part('settings/load.js')
  const {importCallbacks}: ImportModule = await part('services/callbacks/import.js')
  const {exportCallbacks}: ExportModule = await part('services/callbacks/export.js')
  return {
    use: (xivo, work) =>
      withContext(loadSettings({}, xivo.env), new AbortController().signal, (context) =>
        work({
          load: async (list, bytes, {dryRun = false, ...options} = {}) =>
            (await importCallbacks(begin(context, {dryRun}), list, {bytes: Readable.from(pieces(bytes))}, options))
              .result,
          exported: async (list, format = 'csv') => {
            const chunks: Buffer[] = []
            const sink = new Writable({
              write: (chunk: Buffer, _, done) => {
                chunks.push(chunk)
                done()
              },
            })
            await exportCallbacks(context, [list], format, sink)
            return Buffer.concat(chunks)
          },
        }),
      ),
  }
}

const PIECE = 997

function* pieces(bytes: Buffer) {
  for (let start = 0; start < bytes.length; start += PIECE) yield bytes.subarray(start, start + PIECE)
}
