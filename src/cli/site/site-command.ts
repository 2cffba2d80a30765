import {Flags} from '@oclif/core'
import type {Context} from '../../context.ts'
import type {Changed} from '../../formats/changes.ts'
import type {Section} from '../../formats/site-document.ts'
import type {applySite} from '../../services/site/site.ts'
import {requireTerminal} from '../command/confirm.ts'
import {WriteCommand, type WriteFlags, type Written} from '../command/write-command.ts'
import {ofFile, rowsIn} from './document.ts'

/** The file with what a list command prints. */
export const fromFlag = (list: string) =>
  Flags.string({required: true, description: `the CSV of '${list}'; - is standard input`, helpValue: 'FILE'})

/** A command that changes a XiVO to match a document, or a section of one. */
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

  /** Sets a section from the CSV of its list: from a file, or from a `text` that was already read. */
  protected async setSection(
    flags: WriteFlags,
    apply: typeof applySite,
    section: Section,
    path: string,
    text?: string,
  ): Promise<Written<object>> {
    this.requireConsent(flags)
    const {shown, ...site} = await rowsIn(path, section, text)
    return this.makeAs(flags, path, (context) => apply(context, site, {shown}))
  }

  /** Shows the whole plan, asks, and carries it out. */
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
