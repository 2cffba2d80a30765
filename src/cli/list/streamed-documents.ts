import type {AppError} from '../../errors.ts'
import type {Failure} from '../command/answers.ts'
import {asAppError, documentOf} from '../command/report.ts'
import type {Piece, Source} from './sources.ts'

/**
 * The document of one XiVO, or of several each under the name of its context. One that fails before its document is begun
 * answers with its error; what breaks off later is no JSON.
 */
export async function* documentOfEach<P extends Piece>(
  sources: readonly Source<P>[],
  failed: Failure[],
  begin: (source: Source<P>) => Promise<AsyncIterable<P | string>>,
): AsyncGenerator<P | string> {
  const several = sources.some(({context}) => context !== undefined)
  let before = several ? '{"contexts":{' : ''
  for (const source of sources) {
    if (several) yield `${before}\n${JSON.stringify(source.context)}:`
    before = ','
    const begun = await begin(source).catch((thrown) => failure(source.context, thrown))
    if ('error' in begun) {
      failed.push(begun)
      yield JSON.stringify(documentOf(begun.error))
    } else yield* begun
  }
  yield several ? '\n}}\n' : '\n'
}

/** Of one of several; whoever asked only one, or was interrupted, hears of nothing else. */
export function failure(context: string | undefined, thrown: unknown): Failure {
  const error: AppError = asAppError(thrown)
  if (context === undefined || error.code === 'Interrupted') throw error
  return {context, error}
}
