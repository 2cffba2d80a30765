import {BaseCommand, csvFlag} from '../src/cli/base-command.ts'
import {type Diagnosis, diagnose, type Finding, gravest, withoutSettings} from '../src/services/doctor.ts'

export default class Doctor extends BaseCommand {
  static override summary = 'find out what is not as it should be'
  static override description =
    "Looks at the settings and where each comes from, the connection, XiVO's tables, xivoctl's own, and the sound directory. Changes nothing. Exits 0 when all is well, else with the code of the gravest fault: 2 settings, 6 database or disk."
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --json',
  ]
  static override flags = {csv: csvFlag}

  async run(): Promise<Diagnosis> {
    const {flags} = await this.parse(Doctor)
    const diagnosis = await this.read(flags, diagnose).catch(withoutSettings)
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
