import type {AppError} from '../../errors.ts'
import type {Failure} from '../command/answers.ts'
import {asAppError, documentOf} from '../command/report.ts'
import type {Piece, Source} from './sources.ts'

/**
 * The document of one XiVO; for several, one document under the name of each context. A XiVO that fails before its document begins
 * contributes its error; if it fails later, the output is not valid JSON.
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

/** The error of one XiVO among several. With a single XiVO, or after an interruption, the error is thrown. */
export function failure(context: string | undefined, thrown: unknown): Failure {
  const error: AppError = asAppError(thrown)
  if (context === undefined || error.code === 'Interrupted') throw error
  return {context, error}
}
