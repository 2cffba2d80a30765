import {counted} from '../../formats/counted.ts'
import type {Diagnosis} from '../../services/doctor/doctor.ts'
import type {Finding} from '../../services/doctor/finding.ts'
import type {Columns} from '../list/table.ts'
import {marks} from '../marks.ts'

const markOf = (severity: Finding['severity']) =>
  severity === undefined ? marks().good : severity === 'fault' ? marks().fault : '!'

/** For a terminal: remedies follow the table, because wrapped table cells cannot be pasted. */
export const boxedColumns: Columns<Finding> = {
  ok: ({severity}) => markOf(severity),
  check: ({check}) => check,
  finding: ({what, why}) => (why === undefined ? what : `${what}; ${why}`),
}

export const findingColumns: Columns<Finding> = {...boxedColumns, remedy: ({remedy}) => remedy}

/** The fix of each problem, one unwrapped line each. */
export const remedyLines = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({check, remedy}) => (remedy === undefined ? [] : [`${check}: ${remedy}`]))

const MOST_OF_A_KIND = 10

/** For people: the first problems of each check, and how many more there are. */
export function shortened(findings: readonly Finding[]): Finding[] {
  const troubles = new Map<string, number>()
  const shown = findings.filter(({check, ok}) => {
    if (ok) return true
    const count = (troubles.get(check) ?? 0) + 1
    troubles.set(check, count)
    return count <= MOST_OF_A_KIND
  })
  return shown.flatMap((finding, i) => {
    const more = (troubles.get(finding.check) ?? 0) - MOST_OF_A_KIND
    const last = shown[i + 1]?.check !== finding.check
    if (!last || more <= 0) return [finding]
    const {check, ok, severity} = finding
    return [
      finding,
      {check, ok, ...(severity && {severity}), what: `and ${more} more`, remedy: 'to show all of them: add --json'},
    ]
  })
}

/** One sentence: how many of each. */
export function verdict({findings}: Diagnosis): string {
  const of = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length
  const faults = of('fault')
  const warnings = of('warning')
  if (faults + warnings === 0) return 'no problems found'
  const told = [
    ...(faults > 0 ? [counted(faults, 'fault')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ]
  return told.join(', ')
}
