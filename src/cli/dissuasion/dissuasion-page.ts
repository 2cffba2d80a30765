import type {ExplainedDissuasion} from '../../services/dissuasion/dissuasion.ts'
import {type NamesOfOthers, placeText, type Way, waysOf} from '../../services/dissuasion/ways.ts'
import {type Columns, cellsOf} from '../list/table.ts'
import {escaped, htmlPage, htmlTable, paragraph} from '../page/page.ts'
import {stateText} from './view.ts'

const columnsOf = (names: NamesOfOthers): Columns<Way> => ({
  queue: ({queue}) => queue.name,
  'callers go to': ({steps}) => steps.map((step) => placeText(step, names)).join(' → '),
  'they hear': ({sound}) => sound ?? 'nothing',
  seconds: ({seconds}) => seconds,
  'they end up': ({end}) => end,
  remarks: ({queue, steps}) =>
    steps
      .map((step) => ({step, text: stateText(step)}))
      .filter(({text}) => text !== '')
      .map(({step, text}) => (step === queue ? text : `${step.name}: ${text}`))
      .join('; '),
})

/** What the callers of each queue hear when it fails, and where they end up. */
export function dissuasionPage(
  all: readonly {context?: string; answer: {list: readonly ExplainedDissuasion[]; names: NamesOfOthers}}[],
  at: string,
): string {
  const body = [
    '<h1>When a queue fails</h1>',
    paragraph(
      'What the callers of each queue hear when no agent can answer, and where they end up. A queue that they are sent to may answer them; this page shows what happens if no queue on the way does.',
    ),
    paragraph(`Created on ${at}.`),
    ...all.flatMap(({context, answer: {list, names}}) => {
      const columns = columnsOf(names)
      return [
        `<h2>${escaped(context === undefined ? 'Queues' : context)}</h2>`,
        htmlTable(Object.keys(columns), cellsOf(waysOf(list, names), columns), ['seconds']),
      ]
    }),
  ]
  return htmlPage('When a queue fails', body)
}
