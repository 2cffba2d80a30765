import {agentsBench} from './agents.ts'
import type {Bench} from './bench.ts'
import {listsBench} from './lists.ts'
import {requestsBench} from './requests.ts'

/** What `serve` answers: many small answers, and large ones. Each contest has its own size. */
export const serveBench: Bench = async function* (server, {only, against}) {
  for (const bench of [requestsBench, agentsBench, listsBench]) yield* bench(server, {only, against})
}
