import {runBinary} from '../support/binary.ts'
import {runLine} from '../support/run.ts'
import type {Case} from './catalogue.ts'
import {steering} from './leaks.ts'
import {type Outcome, otherError, parsed} from './outcome.ts'

/** Runs the words of a case as a command in this process, or as a process of its own. */
export async function runCommand(
  words: string[],
  {exit, error}: Case,
  env: Record<string, string>,
  {apart = false} = {},
): Promise<Outcome> {
  const line = [...words, '--json']
  const {code, stdout, stderr} = await (apart ? runBinary(line, {env}) : runLine(line, env))
  const text = stdout + stderr
  const odd = steering.exec(text)
  const document = parsed(stdout)
  return {
    refused: code !== 0,
    text,
    document,
    wrong: [
      ...otherError(exit === 0 ? undefined : error, document),
      ...(code === exit ? [] : [`exit ${code}, not ${exit}`]),
      ...(odd ? [`the character ${JSON.stringify(odd[0])}`] : []),
    ],
  }
}
