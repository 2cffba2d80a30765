import {execFileSync} from 'node:child_process'
import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Architecture} from './node-binary.ts'

export interface ArchiveOptions {
  version: string
  architecture: Architecture
  /** The modification time of every file, in seconds since 1970. */
  epoch: number
  /** `xz` takes a minute. */
  compression: 'xz' | 'none'
}

const packers = {
  xz: {suffix: '.xz', tar: ['--use-compress-program', 'xz --threads=1'], deb: ['-Zxz', '--threads-max=1']},
  none: {suffix: '', tar: [], deb: ['-Znone']},
} as const

/** Makes a tarball to unpack in `/`; the same tree gives the same bytes. */
export function makeTarball(tree: string, file: string, {epoch, compression}: ArchiveOptions): void {
  const {tar} = packers[compression]
  execFileSync('tar', [
    '--create',
    `--file=${file}`,
    ...tar,
    '--sort=name',
    `--mtime=@${epoch}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--format=gnu',
    '-C',
    tree,
    '.',
  ])
}

export const tarballName = ({version, architecture, compression}: ArchiveOptions) =>
  `xivoctl_${version}_${architecture}.tar${packers[compression].suffix}`

/** Makes a Debian package that depends only on the C and C++ libraries; the same tree gives the same bytes. */
export function makeDeb(tree: string, file: string, options: ArchiveOptions): void {
  const control = join(tree, 'DEBIAN')
  mkdirSync(control, {mode: 0o755})
  try {
    writeFileSync(join(control, 'control'), controlFile(options))
    for (const [name, script] of Object.entries(scripts)) writeFileSync(join(control, name), script, {mode: 0o755})
    execFileSync('dpkg-deb', ['--root-owner-group', ...packers[options.compression].deb, '--build', tree, file], {
      env: {...process.env, SOURCE_DATE_EPOCH: String(options.epoch)},
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  } finally {
    rmSync(control, {recursive: true})
  }
}

export const debName = ({version, architecture}: ArchiveOptions) => `xivoctl_${version}_${architecture}.deb`

export const maintainer = 'the xivoctl project <xivoctl@localhost>'

const controlFile = ({version, architecture}: ArchiveOptions) => `Package: xivoctl
Version: ${version}
Architecture: ${architecture}
Maintainer: ${maintainer}
Depends: libc6 (>= 2.28), libstdc++6 (>= 8), libgcc-s1
Section: admin
Priority: optional
Description: administration of a XiVO contact centre
 Profiles and rights, callback lists and requests, agents, queues and their
 dissuasion on the command line, over the XiVO database; and the REST API of
 XiVO's configuration server. Carries its own Node.js.
`

/**
 * The settings belong to the administrator: they stay until the package is purged, and enabling the service is left to them. The
 * installation makes the compiled code of V8. It is deleted before the program is, so that another version does not load it.
 */
const scripts = {
  postinst: `#!/bin/sh
set -e
if [ "$1" = configure ]; then
  mkdir -p /etc/xivoctl
  if [ -z "$2" ]; then chmod 0750 /etc/xivoctl; fi
  /usr/lib/xivoctl/bin/node --random-seed=1 /usr/lib/xivoctl/bin/warm-up.js || true
  if [ -d /run/systemd/system ]; then
    systemctl --system daemon-reload >/dev/null || true
    if [ -n "$2" ]; then systemctl try-restart xivoctl.service >/dev/null || true; fi
  fi
fi
`,
  prerm: `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  systemctl --no-reload disable --now xivoctl.service xivoctl-due.timer >/dev/null 2>&1 || true
fi
find /usr/lib/xivoctl/dist -name '*.code' -delete
`,
  postrm: `#!/bin/sh
set -e
if [ "$1" = purge ]; then rm -rf /etc/xivoctl; fi
if [ -d /run/systemd/system ]; then systemctl --system daemon-reload >/dev/null || true; fi
`,
}
