import {execFile} from 'node:child_process'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {build} from '../support/binary.ts'

const run = promisify(execFile)

/** Runs a line of shell as root on a machine whose /var/lib is empty, and empty again afterwards. */
async function onFreshMachine(line: string, env: Record<string, string>): Promise<{stdout: string; stderr: string}> {
  const xivoctl = `xivoctl() { "${process.execPath}" "${join(await build(), 'bin/run.js')}" "$@"; }`
  return run('unshare', ['--mount', 'sh', '-ec', `mount -t tmpfs none /var/lib; ${xivoctl}; ${line}`], {
    env: {PATH: process.env.PATH, ...env},
  })
}

test("root's demo says where it is kept, whatever HOME is, and how to have it elsewhere", async () => {
  const home = '/nonexistent/home'
  const line = `
    trap 'xivoctl demo stop --delete --yes' EXIT
    xivoctl demo start
    xivoctl demo status`
  const {stdout, stderr} = await onFreshMachine(line, {HOME: home})
  expect(stdout).toMatch(/^directory +\/var\/lib\/xivoctl\/demo\/demo$/m)
  expect(stderr.match(/\/var\/lib\/xivoctl, .*XIVOCTL_STATE_DIR/g)).toHaveLength(2)
  expect(stdout + stderr).not.toContain(home)
}, 180_000)

test('told where to keep it, root hears no more of that', async () => {
  const {stderr} = await onFreshMachine('xivoctl demo status', {XIVOCTL_STATE_DIR: '/var/lib/elsewhere'})
  expect(stderr).toBe("no demo yet: 'xivoctl demo start' makes one\n")
})
