import {Type} from 'typebox'
import {Moment, Problem, Uuid} from './schemas.ts'

/** What an import takes. */
export const csvTypes = ['text/plain', 'text/csv']
export const workbookTypes = [
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.spreadsheet',
]

export const Csv = Type.Unknown({
  description: 'a header line, then a request a line, as UTF-8 unless the query says otherwise; or a workbook',
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
    program: Type.Optional(Type.String({description: 'the program that exports such rows'})),
    fields: Type.Record(Type.String(), Type.String(), {description: 'the column that each field comes from'}),
    known: Type.Integer({description: 'columns that are read'}),
    ignored: Type.Integer({description: 'columns that are not'}),
  },
  {description: 'what the file was recognised as'},
)

export const ImportRun = Type.Object(
  {
    uuid: Uuid,
    listUuid: Uuid,
    listName: Type.String({description: 'what the list was called then'}),
    fileName: Type.Optional(Type.String()),
    sha256: Type.String({description: 'of the file as it came'}),
    imported: Type.Integer(),
    skipped: Type.Integer({description: 'duplicates that were passed over'}),
    rejected: Type.Integer(),
    importedBy: Type.String(),
    importedAt: Moment,
    undoneAt: Type.Optional(Moment),
    form: Type.Optional(ListForm),
  },
  {title: 'ImportRun'},
)

const ImportReport = Type.Object(
  {
    run: Type.String({description: "the run's uuid in the ledger"}),
    list: Type.Object({uuid: Uuid, name: Type.String()}),
    created: Type.Boolean({description: 'was the list made for this import?'}),
    imported: Type.Integer(),
    skipped: Type.Integer({description: 'duplicates that were passed over'}),
    rejected: Type.Integer(),
    errors: Type.Optional(Type.Array(Problem)),
    blankLines: Type.Integer(),
    hiddenRows: Type.Optional(Type.Integer({description: 'hidden rows of a sheet that were left out'})),
    repaired: Type.Optional(Type.Integer({description: 'numbers that a spreadsheet had damaged'})),
    repairs: Type.Optional(Type.Array(Problem)),
    warnings: Type.Optional(Type.Array(Problem, {description: 'what was imported and is doubtful'})),
    form: Type.Optional(ListForm),
    earlier: Type.Optional(ImportRun),
    repeated: Type.Boolean({description: 'nothing was done, because of the earlier one'}),
  },
  {title: 'ImportReport'},
)

/** The sentence, or for those who take nothing but JSON the whole report. */
export const Imported = {
  description: 'imported',
  content: {
    'text/plain': {schema: Type.String({examples: ['2 callback requests imported\n']})},
    'application/json': {schema: ImportReport},
  },
}
