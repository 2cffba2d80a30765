import type {Context} from '../../context.ts'
import type {Changed} from '../../formats/changes.ts'
import {requireTerminal} from '../command/confirm.ts'
import {WriteCommand, type WriteFlags, type Written} from '../command/write-command.ts'
import {ofFile} from './document.ts'

/** A command that makes a XiVO as a document says, or a section of one. */
export abstract class SiteWriteCommand extends WriteCommand {
  /** Call it before anything is done. */
  protected requireConsent({yes, 'dry-run': dryRun}: WriteFlags): void {
    if (dryRun || yes) return
    const command = (this.id ?? '').replaceAll(':', ' ')
    requireTerminal(
      `${command} asks for confirmation, and there is no terminal to ask on`,
      'add --yes to confirm, or --dry-run to see the plan',
    )
  }

  /** Shows the whole plan, asks, and makes it. */
  protected makeAs(
    flags: WriteFlags,
    path: string,
    apply: (context: Context) => Promise<Changed<object>>,
  ): Promise<Written<object>> {
    return ofFile(path, () =>
      this.change(flags, apply, {
        ask: ({changes}) => (changes.length === 1 ? 'make this change?' : `make these ${changes.length} changes?`),
        wholePlan: true,
        unchanged: () => 'this XiVO matches the file',
      }),
    )
  }
}
