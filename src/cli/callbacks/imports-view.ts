import {formNames, type ListForm} from '../../formats/call-list-form.ts'
import {counted} from '../../formats/counted.ts'
import type {ColumnUse} from '../../formats/mapped-row.ts'
import {callbackFields} from '../../formats/request-fields.ts'
import {localTime} from '../../formats/times.ts'
import type {FirstRow, ImportReport} from '../../services/callbacks/import.ts'
import type {ImportRun} from '../../services/callbacks/imports.ts'
import type {Listing} from '../list/listing.ts'
import type {Columns} from '../list/table.ts'

/** The result of an import in one line, and a second line if the same file was imported before. */
export function importLines(
  report: ImportReport,
  {rejects, dryRun}: {rejects?: string | undefined; dryRun: boolean},
): string[] {
  const {imported, skipped, rejected, blankLines, list, created, earlier, repeated} = report
  if (earlier && repeated) {
    const left = earlier.rejected > 0 ? `, without ${counted(earlier.rejected, 'bad line')}` : ''
    return [`nothing to do: the same file was already imported into '${list.name}' ${describe(earlier)}${left}`]
  }
  const {repaired = 0, movedDays = 0, hiddenRows = 0, form} = report
  const details = [
    ...(repaired > 0 ? [`${counted(repaired, 'damaged number')} repaired`] : []),
    ...(movedDays > 0 ? [`${counted(movedDays, 'due date')} moved to the next open day`] : []),
    ...(skipped > 0 ? [`${counted(skipped, 'duplicate')} skipped`] : []),
    ...(blankLines > 0 ? [`${counted(blankLines, 'blank line')} skipped`] : []),
    ...(form && form.ignored > 0 ? [`${counted(form.ignored, 'column')} ignored`] : []),
    ...(hiddenRows > 0 ? [`${counted(hiddenRows, 'hidden row')} skipped`] : []),
    ...(rejected > 0
      ? [`${counted(rejected, 'bad line')} left out${rejects === undefined ? '' : `, to be corrected in ${rejects}`}`]
      : []),
  ]
  const into = `${created ? 'the new list' : 'list'} '${list.name}'`
  const what = [`${counted(imported, 'callback request')} into ${into}`, ...details].join('; ')
  const first = dryRun ? `would import ${what}: dry run, nothing was written` : `imported ${what}`
  return [first, ...(earlier ? [`note: the same file was imported before, ${describe(earlier)}`] : [])]
}

/** `Excel workbook, sheet 'Appels', 5 columns known, 1 ignored`. */
export function formLine({kind, sheet, encoding, delimiter, known, ignored}: ListForm): string {
  const details = [
    ...(sheet === undefined ? [] : [`sheet '${sheet}'`]),
    ...(encoding === undefined ? [] : [encoding]),
    ...(delimiter === undefined ? [] : [`'${delimiter === '\t' ? '\\t' : delimiter}'`]),
    `${counted(known, 'column')} known`,
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
  ]
  return [formNames[kind], ...details].join(', ')
}

export const mappingColumns: Columns<ColumnUse> = {
  column: ({column}) => column,
  name: ({name}) => name,
  'read as': ({use}) => use,
}

/** The fields that have a value in some of the rows. */
export const firstRowColumns = (rows: readonly FirstRow[]): Columns<FirstRow> =>
  Object.fromEntries(
    callbackFields
      .filter((field) => rows.some((row) => row[field] !== undefined))
      .map((field) => [field, (row) => row[field]]),
  )

const describe = ({uuid, importedAt, importedBy}: ImportRun) =>
  `on ${localTime(new Date(importedAt))} by ${importedBy} (import ${uuid})`

export const importListing: Listing<ImportRun> = {
  columns: {
    when: ({importedAt}) => new Date(importedAt),
    list: ({listName}) => listName,
    file: ({fileName}) => fileName ?? '(stdin)',
    imported: ({imported}) => imported,
    skipped: ({skipped}) => skipped,
    rejected: ({rejected}) => rejected,
    by: ({importedBy}) => importedBy,
    undone: ({undoneAt}) => (undoneAt === undefined ? undefined : new Date(undoneAt)),
    failed: ({failed}) => failed,
    import: ({uuid}) => uuid,
  },
  more: {'list uuid': ({listUuid}) => listUuid, sha256: ({sha256}) => sha256, origin: ({origin}) => origin},
  names: {
    importedAt: 'when',
    listName: 'list',
    listUuid: 'list uuid',
    fileName: 'file',
    importedBy: 'by',
    undoneAt: 'undone',
    uuid: 'import',
  },
  id: ({uuid}) => uuid,
}
