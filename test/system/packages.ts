import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {
  aptGet,
  bashCompletion,
  chromium,
  fish,
  gpg,
  jq,
  man,
  mmdebstrap,
  nginx,
  pgbouncer,
  soffice,
  systemdAnalyze,
  tmux,
  zsh,
} from './programs.ts'

const packages = {
  'bash-completion': [bashCompletion],
  'man-db': [man],
  chromium: [chromium, 'fonts-dejavu-core'],
  fish: [fish],
  gpg: [gpg, 'gpg-agent'],
  jq: [jq],
  'libreoffice-calc-nogui': [soffice],
  mmdebstrap: [mmdebstrap],
  nginx: [nginx],
  pgbouncer: [pgbouncer],
  systemd: [systemdAnalyze],
  tmux: [tmux],
  zsh: [zsh],
} as const

/** Installs what is missing of Debian's packages, as root. */
export default function setup(): void {
  const missing = Object.entries(packages).flatMap(([name, [program, ...more]]) =>
    existsSync(program) ? [] : [name, ...more],
  )
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync(aptGet)) {
    throw new Error(
      `the system tests need the Debian packages ${missing.join(', ')}, and can install them only as root`,
    )
  }
  apt('update', '-qq')
  apt('install', '-qq', '--no-install-recommends', ...missing)
}

function apt(...argv: string[]): void {
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'}
  const {status, stderr} = spawnSync(aptGet, ['-y', ...argv], {env, encoding: 'utf8'})
  if (status !== 0) throw new Error(`apt-get ${argv.join(' ')} failed: ${stderr}`)
}
