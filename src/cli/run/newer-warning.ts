import type {Settings} from '../../settings/load.ts'
import {escapeControls} from '../escapes.ts'

const warned = new WeakSet<Settings>()

/** Warns once, however often a command connects with the same settings. `about` names the context where there are several. */
export const warnOfNewer = (settings: Settings, about = '') => ({
  onNewer(migrations: readonly string[]): void {
    if (warned.has(settings)) return
    warned.add(settings)
    const sentence = `${about}the database has migrations of a newer xivoctl: ${migrations.join(', ')}; upgrade this xivoctl`
    process.stderr.write(`warning: ${escapeControls(sentence)}\n`)
  },
})
