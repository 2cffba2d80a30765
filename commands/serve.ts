import {Flags} from '@oclif/core'
import {BaseCommand} from '../src/cli/command/base-command.ts'
import {warnOfNewer} from '../src/cli/run/newer-warning.ts'
import {onHangUp, stopOnSignals} from '../src/cli/run/signals.ts'
import {withContext} from '../src/context.ts'
import {counted} from '../src/formats/counted.ts'
import {isShort, type Token} from '../src/formats/tokens.ts'
import {loadServeSettings} from '../src/settings/serve.ts'

/** Longer than any request should take; whatever is still running then is rolled back. */
const GRACE_MS = 8_000
/** HTTP clients retry, so they should learn soon that the database is unavailable. */
const PATIENCE_MS = 3_000
/** Longer than the statement timeout: a server that is silent for so long is unreachable. */
const SILENCE_MS = 15_000

export default class Serve extends BaseCommand {
  static override summary = 'serve the REST API of the XiVO configuration server'
  static override description =
    `Offers the operations of the other commands over HTTP, compatible with XiVO's own configuration server. Runs until SIGINT or SIGTERM: then it lets running requests finish, for at most ${GRACE_MS / 1000} s, and rolls back the rest; a second signal ends it at once. SIGHUP reads the tokens again. Logs one JSON line per request on stderr.
Every minute, it also starts and ends the overrides of dissuasions whose time has come.
/health needs no token; /ready and /metrics (for Prometheus) need one only from other machines.
Requests send a token in the header X-Auth-Token. The server takes its tokens from the first of: --token-file, XIVOCTL_TOKEN, the file named by XIVOCTL_TOKEN_FILE, tokenFile in the configuration, PLAY_AUTH_TOKEN, and on a XiVO host PLAY_AUTH_TOKEN in /etc/docker/xivo/custom.env. A file may hold several, one per line: TOKEN, NAME TOKEN or NAME ROLE TOKEN. Roles: 'page' (the default) allows the routes of XiVO's own configuration server; 'read' every route that only reads; 'admin' every route. The name appears in the log and in the history of changes.`
  static override examples = [
    'XIVOCTL_TOKEN=$(openssl rand -hex 32) <%= config.bin %> <%= command.id %> --context demo',
  ]
  static override flags = {
    host: Flags.string({description: 'address to listen on', default: '127.0.0.1', helpValue: 'ADDRESS'}),
    port: Flags.integer({description: 'port to listen on', default: 9100, min: 0, max: 65535, helpValue: 'PORT'}),
    'token-file': Flags.string({description: 'file that holds the tokens, one per line', helpValue: 'FILE'}),
    'trusted-proxy': Flags.string({
      description: 'proxy whose X-Forwarded-For names the client, as ADDRESS or ADDRESS/BITS',
      helpValue: 'ADDRESS',
      multiple: true,
      multipleNonGreedy: true,
    }),
    connections: Flags.integer({
      description: 'largest number of database connections',
      default: 10,
      min: 1,
      max: 1000,
      helpValue: 'N',
    }),
    'statement-timeout': Flags.integer({
      description: 'seconds that a statement may run, except for imports; 0 = no limit',
      helpValue: 'SECONDS',
      default: 30,
      min: 0,
      max: 86_400,
    }),
    'lock-timeout': Flags.integer({
      description: 'seconds that a statement may wait for a lock; 0 = no limit',
      helpValue: 'SECONDS',
      default: 5,
      min: 0,
      max: 86_400,
    }),
    'csv-limit': Flags.integer({
      description: 'largest CSV accepted, in MiB',
      helpValue: 'MIB',
      default: 1024,
      min: 1,
      max: 1_048_576,
    }),
    'log-level': Flags.option({
      description: 'lowest level of the messages to log on stderr',
      options: ['silent', 'error', 'warn', 'info', 'debug'] as const,
      default: 'info' as const,
    })(),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Serve)
    const serving = loadServeSettings(flags, process.env)
    this.warnOfShort(serving.tokens)
    const settings = this.announce(flags)
    const {serve} = await import('../src/http/serve.ts')
    const stop = stopOnSignals()
    let accept = (_: readonly Token[]) => {}
    const hangUp = onHangUp(() => this.readTokensAgain(() => loadServeSettings(flags, process.env).tokens, accept))
    const cut = new AbortController()
    stop.signal.addEventListener('abort', () => {
      setTimeout(() => cut.abort(stop.signal.reason), GRACE_MS).unref()
    })
    const statementMs = flags['statement-timeout'] * 1000
    const lockMs = flags['lock-timeout'] * 1000
    try {
      await withContext(
        settings,
        cut.signal,
        (context) =>
          serve(context, stop.signal, {
            host: flags.host,
            port: flags.port,
            logLevel: flags['log-level'],
            ...serving,
            csvBytes: flags['csv-limit'] * 1024 * 1024,
            onListening: (url, replaceTokens) => {
              accept = replaceTokens
              this.note(`listening on ${url}`)
            },
            onStopping: (underway) =>
              this.note(
                `stopping: no new requests are accepted; ${underway} running, with ${GRACE_MS / 1000} s to finish`,
              ),
          }),
        {
          connections: flags.connections,
          patienceMs: PATIENCE_MS,
          limits: {statementMs, lockMs},
          ...warnOfNewer(settings),
          ...(statementMs > 0 && {silenceMs: Math.max(statementMs, lockMs) + SILENCE_MS}),
        },
      )
      this.note('stopped')
    } finally {
      stop.release()
      hangUp.release()
    }
  }

  private warnOfShort(tokens: readonly Token[]): void {
    if (tokens.some(isShort)) this.warn('a token of fewer than 16 characters can be guessed')
  }

  private readTokensAgain(read: () => Token[], accept: (tokens: readonly Token[]) => void): void {
    try {
      const tokens = read()
      this.warnOfShort(tokens)
      accept(tokens)
      this.note(`read the tokens again: ${counted(tokens.length, 'token')} accepted`)
    } catch (error) {
      this.warn(`the tokens stay as they were: ${error instanceof Error ? error.message : error}`)
    }
  }
}
