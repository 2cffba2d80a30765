import {Type} from 'typebox'
import {Moment, Problem, Uuid} from './schemas.ts'

/** The request body of an import. */
export const csvTypes = ['text/plain', 'text/csv']
export const workbookTypes = [
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.spreadsheet',
]

export const Csv = Type.Unknown({
  description:
    'a header line, then one request per line, in UTF-8 unless the query sets another encoding; or a workbook',
  examples: [
    `phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon
`,
  ],
})

const ListForm = Type.Object(
  {
    kind: Type.Enum(['csv', 'xlsx', 'ods']),
    encoding: Type.Optional(Type.String()),
    delimiter: Type.Optional(Type.String()),
    sheet: Type.Optional(Type.String()),
    program: Type.Optional(Type.String({description: 'the program that exports files with these columns'})),
    fields: Type.Record(Type.String(), Type.String(), {description: 'the column that each field comes from'}),
    known: Type.Integer({description: 'number of columns that are read'}),
    ignored: Type.Integer({description: 'number of columns that are ignored'}),
  },
  {description: 'the detected format of the file'},
)

export const ImportRun = Type.Object(
  {
    uuid: Uuid,
    listUuid: Type.Optional(Uuid),
    listName: Type.String({description: 'name of the list at the time of the import'}),
    fileName: Type.Optional(Type.String()),
    sha256: Type.Optional(Type.String({description: 'SHA-256 of the file as it was sent'})),
    imported: Type.Integer(),
    skipped: Type.Integer({description: 'number of skipped duplicates'}),
    rejected: Type.Integer(),
    importedBy: Type.String(),
    importedAt: Moment,
    undoneAt: Type.Optional(Moment),
    failed: Type.Optional(Type.String({description: 'why nothing was imported'})),
    errors: Type.Optional(Type.Array(Problem, {description: 'the first problems of a file that failed'})),
    form: Type.Optional(ListForm),
    origin: Type.Optional(Type.String({description: "where the customers' data come from"})),
  },
  {title: 'ImportRun'},
)

const ImportReport = Type.Object(
  {
    run: Type.String({description: "the run's uuid in the ledger"}),
    list: Type.Object({uuid: Uuid, name: Type.String()}),
    created: Type.Boolean({description: 'true when this import created the list'}),
    imported: Type.Integer(),
    skipped: Type.Integer({description: 'number of skipped duplicates'}),
    doNotCall: Type.Optional(
      Type.Integer({description: 'number of lines left out because a number is on the do-not-call list'}),
    ),
    doNotCallLines: Type.Optional(Type.Array(Problem)),
    movedDays: Type.Optional(Type.Integer({description: 'number of due dates that were moved to the next open day'})),
    movedDayLines: Type.Optional(Type.Array(Problem)),
    rejected: Type.Integer(),
    errors: Type.Optional(Type.Array(Problem)),
    blankLines: Type.Integer(),
    hiddenRows: Type.Optional(Type.Integer({description: 'number of hidden rows that were skipped'})),
    repaired: Type.Optional(Type.Integer({description: 'number of repaired phone numbers'})),
    repairs: Type.Optional(Type.Array(Problem)),
    warnings: Type.Optional(Type.Array(Problem, {description: 'imported values that are doubtful'})),
    form: Type.Optional(ListForm),
    earlier: Type.Optional(ImportRun),
    repeated: Type.Boolean({
      description: 'true when nothing was imported because the same file had been imported before',
    }),
  },
  {title: 'ImportReport'},
)

/** A sentence as text, or the whole report for clients that accept only JSON. */
export const Imported = {
  description: 'imported',
  content: {
    'text/plain': {schema: Type.String({examples: ['2 callback requests imported\n']})},
    'application/json': {schema: ImportReport},
  },
}
