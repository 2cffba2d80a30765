import {describe, expect, test} from 'vitest'
import {headerReason} from '../../src/formats/header-problems.ts'
import {concernsNumbers, type HeaderProblem, readHeader} from '../../src/formats/headers.ts'
import {type CallbackField, callbackFields} from '../../src/formats/request-fields.ts'
import {becomes, mapping} from './header-cases.ts'

describe('by itself', () => {
  test.each<[string, string[], Record<string, string>]>([
    ['the API has its own names', [...callbackFields], Object.fromEntries(callbackFields.map((name) => [name, name]))],
    [
      'French',
      ['Tél', 'Portable', 'Prénom', 'Nom', 'Entreprise', 'Remarque', 'Échéance', 'Période'],
      {
        phoneNumber: 'Tél',
        mobilePhoneNumber: 'Portable',
        firstName: 'Prénom',
        lastName: 'Nom',
        company: 'Entreprise',
        description: 'Remarque',
        dueDate: 'Échéance',
        period: 'Période',
      },
    ],
    [
      'French, otherwise',
      ['FIXE', 'MOBILE', 'PRENOM', 'NOM', 'SOCIETE', 'COMMENTAIRE', 'DATE DE RAPPEL', 'CRÉNEAU'],
      {
        phoneNumber: 'FIXE',
        mobilePhoneNumber: 'MOBILE',
        firstName: 'PRENOM',
        lastName: 'NOM',
        company: 'SOCIETE',
        description: 'COMMENTAIRE',
        dueDate: 'DATE DE RAPPEL',
        period: 'CRÉNEAU',
      },
    ],
    [
      'English',
      ['Phone number', 'Cell phone', 'Given name', 'Surname', 'Organisation', 'Comments', 'Callback date', 'Period'],
      {
        phoneNumber: 'Phone number',
        mobilePhoneNumber: 'Cell phone',
        firstName: 'Given name',
        lastName: 'Surname',
        company: 'Organisation',
        description: 'Comments',
        dueDate: 'Callback date',
        period: 'Period',
      },
    ],
    ['N° de téléphone', ['N° de téléphone', 'Rappeler le'], {phoneNumber: 'N° de téléphone', dueDate: 'Rappeler le'}],
    [
      'what a person has beside',
      ['Téléphone', 'Email', 'Adresse', 'Code postal', 'Ville', 'Date de naissance', 'Fax'],
      {phoneNumber: 'Téléphone'},
    ],
  ])('%s', (_, header, fields) => {
    const read = readHeader(header)
    expect(read.problems).toEqual([])
    expect(mapping(read)).toEqual(fields)
  })

  test.each<[string, string[], string[]]>([
    [
      'Outlook in English',
      [
        'First Name',
        'Last Name',
        'Company',
        'Business Phone',
        'Mobile Phone',
        'Notes',
        'Callback',
        'Assistant’s Phone',
        'Home Phone',
        'TTY/TDD Phone',
        'Spouse',
        'User 1',
        'Mileage',
      ],
      ['Business Phone', 'Mobile Phone'],
    ],
    [
      'Zimbra',
      [
        'firstName',
        'lastName',
        'company',
        'workPhone',
        'mobilePhone',
        'homePhone',
        'companyPhone',
        'assistantPhone',
        'dlist',
        'canExpand',
        'tollFree',
      ],
      ['workPhone', 'mobilePhone'],
    ],
    [
      'Yahoo',
      ['First', 'Last', 'Email', 'Home', 'Work', 'Mobile', 'Messenger ID', 'Distribution Lists', 'ICQ ID'],
      ['Work', 'Mobile'],
    ],
  ])('%s has its office phone and its mobile', (_, header, [phone, mobile]) => {
    expect(mapping(readHeader(header))).toMatchObject({phoneNumber: phone, mobilePhoneNumber: mobile})
    const read = readHeader(header, readHeader(header).remedy)
    expect(read.problems).toEqual([])
    expect(mapping(read)).toMatchObject({phoneNumber: phone, mobilePhoneNumber: mobile})
  })

  test.each([
    ['Téléphone', 'Société'],
    ['Téléphone', 'E-mail'],
  ])('Nom is a full name or an organisation beside %s and %s', (...header) => {
    const {problems, remedy} = readHeader(['Nom', ...header])
    expect(problems).toMatchObject([{column: 1, name: 'Nom', why: 'name'}])
    expect(remedy).toEqual({map: [['Nom', 'lastName']], ignore: []})
  })

  test('an office phone comes before the home and the switchboard, never the assistant’s', () => {
    const header = [
      'Nom',
      'Prénom',
      'Téléphone domicile',
      'Téléphone société',
      "Téléphone de l'assistante",
      'Téléphone bureau',
    ]
    const {columns, problems, remedy} = readHeader(header)
    expect(columns[5]).toMatchObject({field: 'phoneNumber'})
    expect(problems).toMatchObject([
      {name: 'Téléphone domicile', why: 'competes', rival: 'Téléphone bureau'},
      {name: 'Téléphone société', why: 'competes', rival: 'Téléphone bureau'},
      {name: "Téléphone de l'assistante", why: 'other-person'},
    ])
    expect(remedy).toEqual({map: [], ignore: header.slice(2, 5)})
    expect(readHeader(['Nom', "Téléphone de l'assistante"]).remedy.map).toEqual([['Nom', 'lastName']])
  })

  test.each([
    ['Téléphone société', 'Téléphone domicile'],
    ['Téléphone (voiture)', 'Téléphone société'],
    ['Téléphone domicile', 'Téléphone'],
    ['Téléphone', 'Téléphone bureau'],
    ['Téléphone 2', 'Téléphone 1'],
    ['Portable perso', 'Portable pro'],
  ])('%s comes behind %s', (second, first) => {
    expect(readHeader([second, first]).problems).toMatchObject([{name: second, why: 'competes', rival: first}])
  })

  test('a department stands for a company only where there is none', () => {
    expect(readHeader(['Téléphone', 'Service', 'Société']).problems).toEqual([])
    expect(readHeader(['Téléphone', 'Service']).remedy.map).toEqual([['Service', 'company']])
  })

  test('`error` is known and ignored', () => {
    expect(readHeader(['error', 'Tél']).columns[0]).toEqual({name: 'error', as: 'ignored'})
    expect(readHeader(['error', 'phoneNumber'], {noGuess: true}).problems).toEqual([])
  })

  test.each<[string[], string, Partial<Record<'map' | 'ignore', unknown[]>>]>([
    [['Téléphone', 'Date'], 'date', {map: [['Date', 'dueDate']]}],
    [['Nom', 'Prénom', 'Numéro'], 'number', {map: [['Numéro', 'phoneNumber']]}],
    [['Téléphone', 'N° client'], 'unknown', {ignore: ['N° client']}],
    [['Téléphone', 'Rappel'], 'callback', {map: [['Rappel', 'dueDate']]}],
    [['Téléphone', 'Heure de rappel'], 'time-of-day', {ignore: ['Heure de rappel']}],
    [['Téléphone', 'RDV'], 'appointment', {ignore: ['RDV']}],
    [['Téléphone du commercial'], 'phone', {map: [['Téléphone du commercial', 'phoneNumber']]}],
    [['Téléphone', 'Nomade'], 'unknown', {ignore: ['Nomade']}],
    [['Téléphone', 'Prochaine échéance'], 'date', {ignore: ['Prochaine échéance']}],
    [['Téléphone', 'Date de création'], 'date', {ignore: ['Date de création']}],
  ])('%j is refused, with what settles it', (header, why, remedy) => {
    const read = readHeader(header)
    expect(read.problems.map((problem) => problem.why)).toContain(why)
    expect(read.remedy).toEqual({map: [], ignore: [], ...remedy})
    expect(readHeader(header, read.remedy).problems).toEqual([])
  })

  test('two columns for one field are refused, each named', () => {
    const header = ['Téléphone', 'Tél', 'Nom', 'Prénom']
    const {problems, remedy} = readHeader(header)
    expect(problems).toMatchObject([
      {column: 1, why: 'twice', fields: ['phoneNumber']},
      {column: 2, why: 'twice', fields: ['phoneNumber']},
    ])
    expect(remedy).toEqual({map: [['Téléphone', 'phoneNumber']], ignore: ['Tél']})
    expect(readHeader(header, {map: [['Tél', 'phoneNumber']]}).problems).toEqual([])
    expect(readHeader(['phoneNumber', 'Tél']).problems).toMatchObject([
      {column: 2, why: 'competes', rival: 'phoneNumber'},
    ])
  })

  test('two columns of one name are called by their number', () => {
    const header = ['Tél', 'Tél', 'Nom', 'Prénom']
    const {remedy} = readHeader(header)
    expect(remedy).toEqual({map: [['#1', 'phoneNumber']], ignore: ['#2']})
    expect(mapping(readHeader(header, remedy))).toMatchObject({phoneNumber: 'Tél'})
    expect(readHeader(header, {map: [['Tél', 'phoneNumber']]}).problems[0]).toMatchObject({name: 'Tél', why: 'several'})
  })

  test('no number at all is refused', () => {
    expect(readHeader(['Nom', 'Prénom']).problems).toMatchObject([{why: 'no-number'}])
  })
})

describe('what was said', () => {
  test('comes before what the row says', () => {
    const header = ['Tél', 'Mobile', 'Nom', 'Prénom']
    const read = readHeader(header, {map: [['mobile', 'phoneNumber']], ignore: ['NOM']})
    expect(read.problems).toEqual([])
    expect(read.columns.map(becomes)).toEqual(['passed-over', 'phoneNumber', 'ignored', 'firstName'])
  })

  test('must be there, once', () => {
    const said = (map: [string, CallbackField][]) =>
      readHeader(['Téléphone', 'Date'], {map, ignore: ['Gone', 'Date']}).problems
    expect(said([['Dato', 'dueDate']])).toMatchObject([{name: 'Dato', why: 'absent', near: 'Date'}])
    expect(said([['#7', 'dueDate']])).toMatchObject([{name: '#7', why: 'absent'}])
    expect(
      said([
        ['#1', 'phoneNumber'],
        ['Date', 'phoneNumber'],
      ]),
    ).toMatchObject([{name: 'Date', why: 'twice'}])
  })

  test('is all that is read where guessing is off', () => {
    const header = ['phoneNumber', 'Nom']
    expect(readHeader(header, {noGuess: true}).problems).toMatchObject([{name: 'Nom', why: 'unknown'}])
    expect(mapping(readHeader(header, {noGuess: true, map: [['Nom', 'lastName']]}))).toEqual({
      phoneNumber: 'phoneNumber',
      lastName: 'Nom',
    })
  })
})

test('what is wrong with a column is said in words', () => {
  const [problem] = readHeader(['Tél', 'Tél domicile', 'Nom', 'Prénom']).problems
  expect(problem && headerReason(problem)).toBe("also fits phoneNumber, as 'Tél' does")
})

test.each([
  [{why: 'unknown'}, 'is not a known column'],
  [{why: 'date'}, 'may be any date, not only the due date'],
  [{why: 'callback'}, 'may be a day or a phone number'],
  [{why: 'time-of-day'}, 'is a time of day; a period is given by its name'],
  [{why: 'appointment'}, 'is an appointment, which may differ from the due date'],
  [{why: 'number'}, 'may be any number, not only a phone number'],
  [{why: 'extension'}, 'may be an extension, a room or a count'],
  [{why: 'other-person'}, 'is about another person'],
  [{why: 'name'}, 'may be a full name, a last name or an organisation'],
  [{why: 'company'}, 'may be a company'],
  [{why: 'note'}, 'may be a description'],
  [{why: 'phone'}, 'may be a phone number'],
  [{why: 'period'}, 'may be a period'],
  [{why: 'competes', fields: ['company', 'lastName'], rival: 'B'}, "also fits company or lastName, as 'B' does"],
  [{why: 'twice', fields: ['company', 'lastName']}, 'is not the only column for company or lastName'],
  [{why: 'absent'}, 'is not a column of the file'],
  [{why: 'absent', near: 'B'}, "is not a column of the file; did you mean 'B'?"],
  [{why: 'several'}, 'is the name of several columns'],
  [{why: 'no-number'}, 'neither phoneNumber nor mobilePhoneNumber is among the columns'],
] as const)('%j is said in words', (problem, words) => {
  expect(headerReason({name: 'A', fields: [], ...problem})).toBe(words)
})

describe('of a file of which only numbers are read', () => {
  const concerns = (why: HeaderProblem['why'], fields: HeaderProblem['fields'] = []) =>
    concernsNumbers({name: 'A', why, fields})

  test('a column that can be a number matters', () => {
    expect(concerns('callback', ['dueDate'])).toBe(true)
    expect(concerns('phone', ['phoneNumber'])).toBe(true)
    expect(concerns('twice', ['mobilePhoneNumber'])).toBe(true)
    expect(concerns('twice', ['company', 'phoneNumber'])).toBe(true)
    expect(concerns('unknown')).toBe(true)
    expect(concerns('several')).toBe(true)
  })

  test('another does not', () => {
    expect(concerns('name', ['lastName', 'company'])).toBe(false)
    for (const why of ['time-of-day', 'appointment', 'date', 'company'] as const) expect(concerns(why)).toBe(false)
  })
})

test('where guessing is off, the own names are all that is known', () => {
  const read = readHeader(['error', 'phoneNumber', 'firstName', 'lastName', ''], {noGuess: true})
  expect(read).toStrictEqual({
    columns: [
      {name: 'error', as: 'ignored'},
      {name: 'phoneNumber', as: 'field', field: 'phoneNumber'},
      {name: 'firstName', as: 'field', field: 'firstName'},
      {name: 'lastName', as: 'field', field: 'lastName'},
      {name: '', as: 'passed-over', unnamed: true},
    ],
    problems: [],
    remedy: {map: [], ignore: []},
  })
  expect(readHeader(['lastName', 'mobilePhoneNumber'], {noGuess: true}).problems).toEqual([])
  const {problems} = readHeader(['phoneNumber', 'Nom'], {noGuess: true})
  expect(problems).toStrictEqual([{column: 2, name: 'Nom', why: 'unknown', fields: []}])
})

test('own names of people beside other names are names of people', () => {
  const as = (...header: string[]) => readHeader(header).columns.map(becomes)
  expect(as('firstName', 'lastName', 'Nom')).toEqual(['firstName', 'lastName', 'passed-over'])
  expect(as('firstName', 'Nom')).toEqual(['firstName', 'lastName'])
  expect(as('lastName', 'Nom complet')).toEqual(['lastName', 'passed-over'])
})

describe('a problem tells', () => {
  test('that there is no number, only when nothing else is wrong', () => {
    expect(readHeader(['Nom', 'Prénom'])).toStrictEqual({
      columns: [
        {name: 'Nom', as: 'field', field: 'lastName'},
        {name: 'Prénom', as: 'field', field: 'firstName'},
      ],
      problems: [{name: '', why: 'no-number', fields: []}],
      remedy: {map: [], ignore: []},
    })
    expect(readHeader(['Nom', 'Prénom', 'Zut']).problems.map(({why}) => why)).toEqual(['unknown'])
    expect(readHeader(['mobilePhoneNumber']).problems).toEqual([])
    expect(readHeader(['Nom', 'Prénom', 'Numéro']).problems.map(({why}) => why)).toEqual(['number'])
  })

  test('which given column is not there, or there several times, or given twice', () => {
    const problems = (map: [string, CallbackField][]) => readHeader(['Tél', 'Note', 'Zut', 'zut'], {map}).problems
    expect(problems([['Taxidermiste', 'company']])[0]).toStrictEqual({
      ...{name: 'Taxidermiste', why: 'absent', fields: ['company']},
    })
    expect(problems([['Nota', 'company']])[0]).toStrictEqual({
      ...{name: 'Nota', why: 'absent', fields: ['company'], near: 'Note'},
    })
    expect(problems([['ZUT', 'company']])[0]).toStrictEqual({name: 'ZUT', why: 'several', fields: ['company']})
    expect(
      problems([
        ['#1', 'company'],
        ['#2', 'company'],
      ])[0],
    ).toStrictEqual({column: 2, name: '#2', why: 'twice', fields: ['company']})
    for (const gone of ['#0', '#5', 'x#1', '#1x'])
      expect(problems([[gone, 'company']])[0]).toMatchObject({name: gone, why: 'absent'})
    expect(problems([['#4', 'company']])[0]).toMatchObject({name: 'Zut'})
  })

  test('its column, the candidates and the rival', () => {
    expect(readHeader(['Tél', 'Tél domicile', 'Société', 'Entreprise', 'Nom complet', 'Prénom'])).toStrictEqual({
      columns: [
        {name: 'Tél', as: 'field', field: 'phoneNumber'},
        {name: 'Tél domicile', as: 'refused', why: 'competes', fields: ['phoneNumber'], rival: 0},
        {name: 'Société', as: 'refused', why: 'twice', fields: ['company']},
        {name: 'Entreprise', as: 'refused', why: 'twice', fields: ['company']},
        {name: 'Nom complet', as: 'refused', why: 'name', fields: ['lastName']},
        {name: 'Prénom', as: 'field', field: 'firstName'},
      ],
      problems: [
        {column: 2, name: 'Tél domicile', why: 'competes', fields: ['phoneNumber'], rival: 'Tél'},
        {column: 3, name: 'Société', why: 'twice', fields: ['company']},
        {column: 4, name: 'Entreprise', why: 'twice', fields: ['company']},
        {column: 5, name: 'Nom complet', why: 'name', fields: ['lastName']},
      ],
      remedy: {
        map: [
          ['Société', 'company'],
          ['Nom complet', 'lastName'],
        ],
        ignore: ['Tél domicile', 'Entreprise'],
      },
    })
  })
})

describe('of people', () => {
  const as = (...names: string[]) =>
    readHeader(['Tél', ...names])
      .columns.slice(1)
      .map(becomes)

  test('a full name is passed over beside a first and a last name, and beside a last name', () => {
    expect(as('Nom', 'Prénom', 'Nom complet')).toEqual(['lastName', 'firstName', 'passed-over'])
    expect(as('Nom de famille', 'Nom complet')).toEqual(['lastName', 'passed-over'])
    expect(as('Prénom', 'Nom de famille', 'Nom')).toEqual(['firstName', 'lastName', 'passed-over'])
    expect(readHeader(['Tél', 'Nom', 'Qui'], {map: [['Qui', 'lastName']]}).columns[1]).toStrictEqual({
      ...{name: 'Nom', as: 'passed-over', unnamed: false},
    })
  })

  test('a name alone may be that of a company', () => {
    expect(readHeader(['Tél', 'Nom']).columns[1]).toStrictEqual({
      ...{name: 'Nom', as: 'refused', why: 'name', fields: ['lastName', 'company']},
    })
  })

  test('two first names are refused, and passed over once one is given', () => {
    const header = ['Tél', 'Nom', 'Prénom', 'Prénom usuel']
    expect(readHeader(header).columns[2]).toMatchObject({as: 'refused', why: 'twice', fields: ['firstName']})
    const said = readHeader(header, {map: [['Prénom usuel', 'firstName']]})
    expect(said.columns.map(becomes)).toEqual(['phoneNumber', 'lastName', 'passed-over', 'firstName'])
    expect(said.columns[2]).toStrictEqual({name: 'Prénom', as: 'passed-over', unnamed: false})
  })

  test('those of another person are refused', () => {
    const {columns} = readHeader(['Tél', 'Nom', 'Prénom', 'Nom du responsable légal', 'Prénom du responsable légal'])
    expect(columns.slice(1).filter(({as}) => as === 'refused')).toEqual([
      {name: 'Nom', as: 'refused', why: 'other-person', fields: []},
      {name: 'Prénom', as: 'refused', why: 'other-person', fields: []},
    ])
  })
})

test('a department is the company of a row without one', () => {
  expect(readHeader(['Tél', 'Service']).columns[1]).toStrictEqual({
    ...{name: 'Service', as: 'refused', why: 'company', fields: ['company']},
  })
  expect(readHeader(['Tél', 'Service', 'Société']).columns[1]).toStrictEqual({
    ...{name: 'Service', as: 'passed-over', unnamed: false},
  })
})

test('what may only be a given field is passed over', () => {
  const read = readHeader(['Tél', 'Date', 'Quand'], {map: [['Quand', 'dueDate']]})
  expect(read.columns[1]).toStrictEqual({name: 'Date', as: 'passed-over', unnamed: false})
  const other = readHeader(['Tél', 'Nom / Raison sociale', 'Quoi'], {map: [['Quoi', 'company']]})
  expect(other.columns[1]).toMatchObject({as: 'refused', fields: ['lastName', 'company']})
})

describe('Google’s phones', () => {
  test('have their kind in a column of its own', () => {
    const header = ['First Name', 'Last Name', 'Phone 2 - Value', 'Phone 1 - Type', 'Phone 1 - Value', 'Phone 2 - Type']
    expect(readHeader(header)).toStrictEqual({
      columns: [
        {name: 'First Name', as: 'field', field: 'firstName'},
        {name: 'Last Name', as: 'field', field: 'lastName'},
        {name: 'Phone 2 - Value', as: 'phone', kindIn: 5},
        {name: 'Phone 1 - Type', as: 'kind', of: 4},
        {name: 'Phone 1 - Value', as: 'phone', kindIn: 3},
        {name: 'Phone 2 - Type', as: 'kind', of: 2},
      ],
      program: 'Google Contacts',
      problems: [],
      remedy: {map: [], ignore: []},
    })
  })

  test('leave no number to others', () => {
    const header = ['Phone 1 - Type', 'Phone 1 - Value', 'Numéro', 'Portable du commercial']
    expect(readHeader(header).remedy).toEqual({map: [], ignore: ['Numéro', 'Portable du commercial']})
  })

  test('are any phone without a kind, in their order', () => {
    expect(readHeader(['Phone 3 - Value', 'Phone 2 - Value', 'Phone 1 - Type', 'Tél domicile'])).toMatchObject({
      columns: [{rival: 1}, {field: 'phoneNumber'}, {as: 'passed-over', unnamed: false}, {rival: 1}],
    })
    expect(readHeader(['Tél', 'Phone 1 - Value']).problems).toMatchObject([{why: 'twice'}, {why: 'twice'}])
  })
})

describe('the row of a program', () => {
  const locmat = ['Code Libre', 'Nom Prénom', 'Téléphone', 'Portable', 'E-Mail']

  test('is known, and known behind the column of a rejects file', () => {
    expect(readHeader(locmat).program).toBe('Locmat')
    expect(readHeader(['error', ...locmat]).program).toBe('Locmat')
    expect(readHeader(locmat, {noGuess: true})).not.toHaveProperty('program')
  })

  test('has other columns, which are passed over unless they may be meant', () => {
    expect(readHeader(locmat).columns[0]).toStrictEqual({name: 'Code Libre', as: 'passed-over', unnamed: false})
    expect(readHeader(locmat).columns[1]).toMatchObject({as: 'refused', why: 'name'})
    const phoning = ['Nom', 'Prénom', 'Téléphone', 'Statut appel', 'RDV', 'Attention député']
    expect(readHeader(phoning)).toMatchObject({
      program: 'phoning of voters',
      problems: [{why: 'appointment'}, {why: 'note'}],
    })
  })

  test('may have the last name in the second of two columns', () => {
    const outlook = ['Nom', 'Prénom', 'Nom', 'Kilométrage', 'Passe-temps', 'Téléphone (bureau)']
    expect(readHeader(outlook).columns.map(becomes)).toEqual([
      ...['passed-over', 'firstName', 'lastName', 'passed-over', 'passed-over', 'phoneNumber'],
    ])
    const said = readHeader(outlook, {map: [['Nom', 'company']]})
    expect(said.columns.map(becomes).filter((field) => field === 'company')).toEqual(['company'])
    expect(said.columns[2]).toMatchObject({field: 'company'})
    expect(readHeader(outlook, {ignore: ['Nom']}).columns.slice(0, 3)).toStrictEqual([
      {name: 'Nom', as: 'ignored'},
      {name: 'Prénom', as: 'field', field: 'firstName'},
      {name: 'Nom', as: 'field', field: 'lastName'},
    ])
  })
})

describe('a given column', () => {
  const fieldsOf = (header: string[], reference: string) =>
    readHeader(header, {map: [[reference, 'description']]}).columns.findIndex(
      (column) => becomes(column) === 'description',
    )

  test('is one of exactly this name before one of this number, or of this name in other letters', () => {
    expect(fieldsOf(['Tél', 'Zut', '#1'], '#1')).toBe(2)
    expect(fieldsOf(['Tél', 'Zut', 'ZUT'], 'ZUT')).toBe(2)
    expect(fieldsOf(['Tél', 'Zut'], 'zut')).toBe(1)
  })

  test('has the number that it has in the original of a rejects file', () => {
    expect(fieldsOf(['error', 'Tél', 'Zut'], '#2')).toBe(2)
    expect(readHeader(['error', 'Tél', 'Tél']).remedy).toEqual({map: [['#1', 'phoneNumber']], ignore: ['#2']})
    const wide = ['Tél', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'Zut']
    expect(fieldsOf(wide, '#10')).toBe(9)
  })

  test('that is ignored is taken from the row whatever it is, all that have the name', () => {
    expect(readHeader(['Tél', 'Nom', 'Prénom'], {ignore: ['Nom']}).columns[1]).toStrictEqual({
      name: 'Nom',
      as: 'ignored',
    })
    expect(readHeader(['Tél', 'Zut', 'zut'], {ignore: ['ZUT']}).columns.map(becomes)).toEqual([
      ...['phoneNumber', 'ignored', 'ignored'],
    ])
  })

  test('is named on one line, without blanks around it', () => {
    const header = ['Tél', ' N°  du\n client ']
    const {remedy} = readHeader(header)
    expect(remedy.ignore).toEqual(['N° du client'])
    expect(readHeader(header, remedy).problems).toEqual([])
  })
})
