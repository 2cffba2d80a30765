import {Flags} from '@oclif/core'
import {BaseCommand} from '../src/cli/base-command.ts'
import {stopOnSignals} from '../src/cli/signals.ts'
import {withContext} from '../src/context.ts'
import {loadServeSettings, shortTokens} from '../src/serve-settings.ts'

/** Longer than any request should take; whatever is still running then is rolled back. */
const GRACE_MS = 8_000

export default class Serve extends BaseCommand {
  static override summary = 'answer the REST API of the XiVO configuration server'
  static override description =
    `The same operations as these commands, compatible with the original. Runs until SIGINT or SIGTERM.
The token of the header X-Auth-Token comes from XIVOCTL_TOKEN, from the file XIVOCTL_TOKEN_FILE (several, one a line, are all accepted), or from PLAY_AUTH_TOKEN.`
  static override examples = [
    'XIVOCTL_TOKEN=$(openssl rand -hex 32) <%= config.bin %> <%= command.id %> --context demo',
  ]
  static override flags = {
    host: Flags.string({description: 'address to listen on', default: '127.0.0.1', helpValue: 'ADDRESS'}),
    port: Flags.integer({description: 'port to listen on', default: 9100, min: 0, max: 65535}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Serve)
    const serving = loadServeSettings(process.env)
    if (shortTokens(serving)) this.warn('a token of fewer than 16 characters can be guessed')
    const settings = this.announce(flags)
    const {serve} = await import('../src/http/serve.ts')
    const stop = stopOnSignals()
    const cut = new AbortController()
    stop.signal.addEventListener('abort', () => {
      this.note('stopping: no new request is taken')
      setTimeout(() => cut.abort(stop.signal.reason), GRACE_MS).unref()
    })
    const onListening = (url: string) => this.note(`listening on ${url}`)
    try {
      await withContext(settings, cut.signal, (context) =>
        serve(context, stop.signal, {...flags, tokens: serving.tokens, onListening}),
      )
    } finally {
      stop.release()
    }
  }
}
