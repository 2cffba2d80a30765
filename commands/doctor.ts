import {Flags} from '@oclif/core'
import {BaseCommand, csvFlag} from '../src/cli/base-command.ts'
import {originalAddress} from '../src/original/address.ts'
import {type Diagnosis, diagnose, type Finding, gravest, withoutSettings} from '../src/services/doctor.ts'

export default class Doctor extends BaseCommand {
  static override summary = 'find out what is not as it should be'
  static override description =
    "Looks at the settings and where each comes from, the connection, XiVO's tables, xivoctl's own, the sound directory, and whether XiVO's own configuration server still answers although xivoctl's tables hold data. Changes nothing. Exits 0 when all is well, else with the code of the gravest fault: 2 settings, 6 database or disk, 7 two configuration servers."
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --json',
  ]
  static override flags = {
    csv: csvFlag,
    original: Flags.string({
      description: "where XiVO's own configuration server would answer",
      default: '127.0.0.1:9100',
      helpValue: 'HOST:PORT',
    }),
  }

  async run(): Promise<Diagnosis> {
    const {flags} = await this.parse(Doctor)
    const original = originalAddress(flags.original)
    const diagnosis = await this.read(flags, (context) => diagnose(context, {original})).catch(withoutSettings)
    this.show(
      diagnosis.findings,
      {
        ok: ({ok}) => (ok ? '✓' : '✗'),
        check: ({check}) => check,
        finding: ({what, why}) => (why === undefined ? what : `${what}: ${why}`),
        remedy: ({remedy}) => remedy,
      },
      flags,
    )
    this.note(summary(diagnosis.findings))
    this.setExitCode(gravest(diagnosis))
    return diagnosis
  }
}

function summary(findings: Finding[]): string {
  const faults = findings.filter(({ok}) => !ok).length
  if (faults === 0) return 'all is well'
  return faults === 1 ? '1 fault' : `${faults} faults`
}
