import {agentsBench} from './agents.ts'
import type {Bench} from './bench.ts'
import {listsBench} from './lists.ts'
import {mixedBench, requestsBench} from './requests.ts'

/** What `serve` answers: many small answers, and large ones. Each contest has its own size. */
export const serveBench: Bench = async function* (server, {only, against}) {
  for (const bench of [requestsBench, mixedBench, agentsBench, listsBench]) yield* bench(server, {only, against})
}
