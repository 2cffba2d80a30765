import {describe, expect, test} from 'vitest'
import {isSiteCsv, readSiteCsv} from '../../src/formats/site-csv.ts'
import type {Section} from '../../src/formats/site-document.ts'

const entries = async (section: Section, text: string) => {
  const read = await readSiteCsv(section, text)
  const {problems} = read
  return problems.length > 0 || !('document' in read)
    ? problems.map(({place, path}) => `${place?.line} ${path}`)
    : read.document[section]
}

describe('the CSV of a list', () => {
  test.each([
    ['login,profile\njbond,admin\n', true],
    ['\uFEFF"login";"profile"\r\njbond;admin\r\n', true],
    ['jbond\njurbain\n', false],
    ['login\njbond\n', false],
    ['Login;Profil\njbond;admin\n', true],
    ['name,firstname,profile\nBond,James,admin\n', true],
    ['Bond,James\n', false],
    ['', false],
  ])('%j is told apart from bare logins', (text, is) => {
    expect(isSiteCsv('profiles', text)).toBe(is)
  })

  test('of profiles has what each user may do', async () => {
    const text = `name,firstname,login,profile,queues,groups,incalls,recording,dissuasion
Bond,James,jbond,supervisor,"sales, old (deleted), then (now now)",,1@x,yes,no
U,J,jurbain,admin,all,all,all,yes,yes
M,J,jmenage,teacher,sales,,,in their period,no
N,N,nobody,,,,,,
`
    expect(await entries('profiles', text)).toEqual(
      new Map<string, object>([
        [
          'jbond',
          {
            profile: 'supervisor',
            queues: ['sales', 'now'],
            groups: [],
            incalls: ['1@x'],
            recording: true,
            dissuasion: false,
          },
        ],
        ['jurbain', {profile: 'admin'}],
        ['jmenage', {profile: 'teacher', queues: ['sales'], groups: [], incalls: []}],
      ]),
    )
  })

  test('of profiles sets only the columns that it has', async () => {
    expect(await entries('profiles', 'profile;login\nsupervisor;0123\n')).toEqual(
      new Map([['0123', {profile: 'supervisor'}]]),
    )
  })

  test('of lists leaves one whose queue is gone', async () => {
    const text = 'name,queue,ongoing,uuid\n"a ""b"",\nc",sales,3,x\nold,99 (gone),0,y\n'
    expect(await entries('callbackLists', text)).toEqual(new Map([['a "b",\nc', 'sales']]))
  })

  test('of periods has one default', async () => {
    const text = 'name,start,end,default,uuid\nMatin,09:00:00,12:00:00,yes,x\nSoir,18:00,20:00,,y\n'
    expect(await entries('periods', text)).toEqual(
      new Map<string, object>([
        ['Matin', {start: '09:00:00', end: '12:00:00', default: true}],
        ['Soir', {start: '18:00', end: '20:00', default: false}],
      ]),
    )
  })

  test.each([
    ['12:00:00 AM', '12:30 PM', '00:00:00', '12:30'],
    ['09:00:00 AM', '1:05:30 PM', '09:00:00', '13:05:30'],
    ['13:00:00 PM', '1 PM', '13:00:00 PM', '1 PM'],
  ])('of periods has the times %s and %s as a spreadsheet in English saves them', async (start, end, from, to) => {
    expect(await entries('periods', `name,start,end\na,${start},${end}\n`)).toEqual(
      new Map([['a', {start: from, end: to}]]),
    )
  })

  test.each([
    ['none', {none: true}],
    ['sound sales_file', {sound: 'sales_file'}],
    ['sound a b (c)', {sound: 'a b', options: 'c'}],
    ['sound a (noanswer|skip)', {sound: 'a', options: 'noanswer|skip'}],
    ['queue sales', {queue: 'sales'}],
    ['queue sales (30 s)', {queue: 'sales', ringTime: 30}],
    ['group Direction générale (5)', {group: 'Direction générale', ringTime: 5}],
    ['user jbond', {user: {login: 'jbond'}}],
    ['endcall:hangup', {action: 'endcall:hangup'}],
    ['extension 1234 (default)', {action: 'extension', actionarg1: '1234', actionarg2: 'default'}],
  ])('has the destination %s', async (text, destination) => {
    expect(await entries('dissuasions', `queue,destination\nnuit,${text}\n`)).toEqual(new Map([['nuit', destination]]))
  })

  test.each<[Section, string, string[]]>([
    ['profiles', 'login,profile,queus\njbond,admin,\n', ['1 ']],
    ['profiles', 'login,profile,login\na,admin,a\n', ['1 ']],
    ['profiles', 'name,profile\na,admin\n', ['1 ']],
    ['periods', 'name,uuid\na,x\n', ['1 ']],
    ['dissuasions', 'queue\nsales\n', ['1 ']],
    ['profiles', 'login,profile\n\na,admin\nb\na,teacher\n,admin\n', ['4 ', '5 login', '6 login']],
    ['profiles', 'login,profile,recording\na,,yes\nb,supervisor,oui\n', ['2 profile', '3 recording']],
    ['callbackLists', 'name,queue\n"a\nb",\nc,\n', ['2 queue', '4 queue']],
    ['periods', 'name,start,end,default\na,1,2,x\n', ['2 default']],
    ['dissuasions', 'queue,destination\nsales,\n', ['2 destination']],
    ['dissuasions', 'queue,destination\nsales,"none\n', ['2 ']],
    ['dissuasions', '', ['undefined ']],
  ])('of %s names the line of what is wrong: %j', async (section, text, places) => {
    expect(await entries(section, text)).toEqual(places)
  })
})
