import {spawn} from 'node:child_process'
import type {TourStep} from '../../embedded/tour.ts'
import {conflict, interrupted} from '../../errors.ts'
import {paint} from '../colour.ts'

interface Travel {
  context: string
  env: NodeJS.ProcessEnv
  stop: AbortSignal
}

/** Shows every step and runs it as a separate process. */
export async function guide(steps: readonly TourStep[], travel: Travel): Promise<void> {
  for (const step of steps) judge(await show(step, travel), step, travel)
}

function judge(exitCode: number | null, step: TourStep, travel: Travel): void {
  if (travel.stop.aborted) throw interrupted(travel.stop.reason, 'the tour was interrupted')
  if (exitCode === (step.exitCode ?? 0)) return
  throw conflict(`the tour stops: '${commandLine(step, travel)}' ended with exit code ${exitCode}`, {
    hints: [`is the demo still running? xivoctl demo status ${travel.context}`],
  })
}

async function show(step: TourStep, travel: Travel): Promise<number | null> {
  process.stdout.write(`\n${step.says}\n${paint.stdout.bold(`$ ${commandLine(step, travel)}`)}\n`)
  if (step.input !== undefined) process.stdout.write(`${paint.stdout.dim(`${step.input}END`)}\n`)
  const exitCode = await run(step, travel)
  if (exitCode !== 0) process.stdout.write(paint.stdout.dim(`exit code ${exitCode}\n`))
  return exitCode
}

function commandLine({argv, input}: TourStep, {context}: Travel): string {
  const words = ['xivoctl', ...argv, '--context', context].map(quoted)
  return `${words.join(' ')}${input === undefined ? '' : " <<'END'"}`
}

const quoted = (word: string) => (/^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

/** Starts this program as a new process. */
function run({argv, input}: TourStep, {context, env}: Travel): Promise<number | null> {
  const program = [...process.execArgv, ...process.argv.slice(1, 2)]
  const child = spawn(process.execPath, [...program, ...argv, '--context', context], {
    env,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'inherit', 'inherit'],
  })
  // A command may refuse its input before reading it.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
}
