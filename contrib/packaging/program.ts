import {execFileSync} from 'node:child_process'
import {mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'

/** Copies the program to `target`: the files of `npm pack`. */
export function copyProgram(root: string, target: string): void {
  mkdirSync(target, {recursive: true})
  const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', target], {
    cwd: root,
    encoding: 'utf8',
  })
  const file = join(target, tarball.trim())
  execFileSync('tar', ['-xzf', file, '-C', target, '--strip-components=1', '--no-same-owner'])
  rmSync(file)
}
