import type {Context} from '../../context.ts'
import type {AppError, ErrorDocument} from '../../errors.ts'
import {loadSettings} from '../../settings/load.ts'
import {stopOnSignals} from '../run/signals.ts'
import {asAppError, documentOf} from './report.ts'
import {withXivo} from './with-xivo.ts'

/** The answer of a context, or its error. */
type Answer<A> = {context: string; answer: A} | Failure

export interface Failure {
  context: string
  error: AppError
}

/** The answer of one XiVO, or of each of several. */
export type Answers<A> = {several: false; answer: A} | {several: true; all: Answer<A>[]}

/** The document of one XiVO, or a document for each context under its name. */
export type Documents<D> = D | {contexts: Record<string, D | ErrorDocument>}

/** Queries several contexts at the same time. The failure of one does not affect the others; an interruption ends them all. */
export async function askEach<A>(
  contexts: readonly string[],
  config: string | undefined,
  work: (context: Context) => Promise<A>,
  otherwise?: (error: unknown) => A,
): Promise<Answer<A>[]> {
  const stop = stopOnSignals()
  const ask = async (context: string): Promise<Answer<A>> => {
    try {
      const settings = loadSettings({context, config}, process.env)
      return {context, answer: await withXivo(settings, stop.signal, work, `${context}: `)}
    } catch (thrown) {
      if (otherwise) return {context, answer: otherwise(thrown)}
      const error = asAppError(thrown)
      if (error.code === 'Interrupted') throw error
      return {context, error}
    }
  }
  try {
    return await Promise.all(contexts.map(ask))
  } finally {
    stop.release()
  }
}

/** The successful answers; `context` is absent when only one XiVO was asked. */
export function given<A>(answers: Answers<A>): {context?: string; answer: A}[] {
  if (!answers.several) return [{answer: answers.answer}]
  return answers.all.flatMap((each) => ('answer' in each ? [each] : []))
}

export const failures = <A>(answers: Answers<A>): Failure[] =>
  answers.several ? answers.all.flatMap((each) => ('error' in each ? [each] : [])) : []

export function documents<A, D>(answers: Answers<A>, toDocument: (answer: A) => D): Documents<D> {
  if (!answers.several) return toDocument(answers.answer)
  const entries = answers.all.map((each) => [
    each.context,
    'answer' in each ? toDocument(each.answer) : documentOf(each.error),
  ])
  return {contexts: Object.fromEntries(entries)}
}
