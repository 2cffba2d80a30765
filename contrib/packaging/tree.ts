import {execFileSync} from 'node:child_process'
import {chmodSync, cpSync, lutimesSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {maintainer} from './archives.ts'
import {copyrightFile} from './copyright.ts'
import {type Manual, manPages} from './man-pages.ts'
import type {NodeBinary} from './node-binary.ts'
import {copyProgram} from './program.ts'
import {billOfMaterials} from './sbom.ts'
import {thirdParty} from './third-party.ts'

export interface TreeOptions {
  /** The built project. */
  root: string
  /** Of the target architecture. */
  node: NodeBinary
  /** The modification time of every file, in seconds since 1970. */
  epoch: number
}

const LIBRARY = 'usr/lib/xivoctl'

/** Puts all installed files below `target`. */
export function layOut(target: string, {root, node, epoch}: TreeOptions): void {
  rmSync(target, {recursive: true, force: true})
  const put = (path: string, content: string | Buffer, mode = 0o644) => {
    mkdirSync(dirname(join(target, path)), {recursive: true})
    writeFileSync(join(target, path), content, {mode})
  }
  const bundled = thirdParty(root)
  copyProgram(root, join(target, LIBRARY))
  cpSync(node.file, join(target, LIBRARY, 'bin/node'))
  put(`${LIBRARY}/sbom.cdx.json`, billOfMaterials(root, [...bundled, node.source]))
  put('usr/bin/xivoctl', `#!/bin/sh\nexec /${LIBRARY}/bin/node /${LIBRARY}/bin/run.js "$@"\n`, 0o755)
  for (const name of units) put(`lib/systemd/system/${name}`, unit(root, name))
  put('usr/share/doc/xivoctl/copyright', copyrightFile({root, library: LIBRARY, bundled, node: node.source}))
  put('usr/share/doc/xivoctl/changelog.gz', gzipped(changelog(root, epoch)))
  put('usr/share/lintian/overrides/xivoctl', overrides)
  for (const [name, page] of manPages(manual(root, epoch))) put(`usr/share/man/man1/${name}.gz`, gzipped(page))
  if (process.env.NOCOMP === undefined)
    for (const [shell, path] of Object.entries(completions)) put(path, completion(root, shell))
  settle(target, epoch)
}

/** Where each shell looks for the completion of a program. */
const completions = {
  bash: 'usr/share/bash-completion/completions/xivoctl',
  zsh: 'usr/share/zsh/vendor-completions/_xivoctl',
  fish: 'usr/share/fish/vendor_completions.d/xivoctl.fish',
}

const completion = (root: string, shell: string) =>
  execFileSync(process.execPath, [join(root, 'bin/run.js'), 'completion', shell], {encoding: 'utf8'})

const units = ['xivoctl.service', 'xivoctl-due.service', 'xivoctl-due.timer']

const unit = (root: string, name: string) =>
  readFileSync(join(root, 'contrib', name), 'utf8').replace('ExecStart=xivoctl', 'ExecStart=/usr/bin/xivoctl')

/** In Debian's format; the changes are in the project's own changelog. */
function changelog(root: string, epoch: number): string {
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const date = new Date(epoch * 1000).toUTCString().replace('GMT', '+0000')
  return `xivoctl (${version}) unstable; urgency=medium\n\n  * See /${LIBRARY}/CHANGELOG.md.\n\n -- ${maintainer}  ${date}\n`
}

/** Rules of Debian that this package breaks on purpose. */
const overrides = `# Node.js comes as it was released, with the libraries that it holds and its licence whole.
xivoctl: unstripped-binary-or-object
xivoctl: embedded-library
xivoctl: hardening-no-pie
xivoctl: copyright-not-using-common-license-for-apache2
xivoctl: copyright-file-contains-full-apache-2-license
xivoctl: old-fsf-address-in-copyright-file
# Its Node starts the program.
xivoctl: script-not-executable
# The project has no address for mail.
xivoctl: bogus-mail-host
xivoctl: bogus-mail-host-in-debian-changelog
# Without systemd nothing is called, and deb-systemd-helper would be one more dependency.
xivoctl: maintainer-script-calls-systemctl
`

function manual(root: string, epoch: number): Manual {
  const {version, commands} = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'))
  return {version, commands, date: new Date(epoch * 1000).toISOString().slice(0, 10)}
}

/** Reproducible: Node writes no time into the header. */
const gzipped = (content: string | Buffer) => gzipSync(content, {level: 9})

/** Sets the same modes and times on every machine. */
function settle(folder: string, epoch: number): void {
  for (const entry of readdirSync(folder, {withFileTypes: true, recursive: true})) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(path, 0o755)
    else if (entry.isFile()) chmodSync(path, isProgram(path) ? 0o755 : 0o644)
    lutimesSync(path, epoch, epoch)
  }
  chmodSync(folder, 0o755)
  lutimesSync(folder, epoch, epoch)
}

const isProgram = (path: string) => path.endsWith(`${LIBRARY}/bin/node`) || path.endsWith('usr/bin/xivoctl')
