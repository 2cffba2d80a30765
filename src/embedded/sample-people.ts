import type {Row, Sample} from './sample-rows.ts'

type User = [id: number, firstname: string, lastname: string, login: string, agent: number | null, number: string]

/** Logins may be empty or differ in case only; "no agent" is NULL or 0; two users may share an agent. */
export const users: User[] = [
  [1, 'John', 'Doe', 'jdoe', 1, '2001'],
  [2, 'James', 'Bond', 'jbond', null, '2002'],
  [3, 'Jean', 'Ménage', 'jmenage', 0, '2003'],
  [4, 'Jocelyn', 'Urbain', 'jurbain', null, '2004'],
  [5, 'Marie', 'Durand', 'mdurand', 2, '2005'],
  [6, 'Michel', 'Durand', 'MDurand', null, '2006'],
  [7, 'Éloïse', 'Lefèvre', 'elefevre', 3, '2007'],
  [8, 'François', 'Garçon', 'fgarcon', 4, '2008'],
  [9, 'Zoé', 'Müller', 'zmuller', 5, '2009'],
  [10, 'Noël', 'Béranger', 'nberanger', 6, '2010'],
  [11, 'Aïcha', 'Benali', 'abenali', 7, '2011'],
  [12, 'Gaël', 'Le Goff', 'glegoff', 8, '2012'],
  [13, 'Hélène', "O'Brien", 'hobrien', 9, '2013'],
  [14, 'Cédric', 'Dubois', 'cdubois', 10, '2014'],
  [15, 'Chloé', 'Martin', 'cmartin', 11, '2015'],
  [16, 'Anaïs', 'Petit', 'apetit', 12, '2016'],
  [17, 'Rémi', 'Moreau', 'rmoreau', 13, '2017'],
  [18, 'Paul', 'Vasseur', 'pvasseur', 15, '2018'],
  [19, 'Sylvie', 'Fournier', 'sfournier', 0, '2019'],
  [20, 'Linh', 'Nguyễn', 'lnguyen', null, '2020'],
  [21, 'Pascal', "D'Angelo", "p.d'angelo@solaris.example", null, '2021'],
  [22, 'Œdipe', 'Lacœur', 'olacoeur', null, '2022'],
  [23, 'Jean-Baptiste', 'de La Tour', 'jbdelatour', 0, '2023'],
  [24, 'Nathalie', 'Roux', 'nroux', null, '2024'],
  [25, 'Stéphane', 'Chevalier', 'schevalier', null, '2025'],
  [26, 'Karim', 'Haddad', 'khaddad', null, '2026'],
  [27, 'Inès', 'Girard', 'igirard', null, '2027'],
  [28, 'Accueil', '', '', null, '2028'],
  [29, 'Salle', 'Gutenberg', '', null, '2029'],
  [30, 'Gaël', 'Le Goff (télétravail)', '', 8, '2030'],
  [31, 'Télécopieur', 'Comptabilité', '', 0, '2031'],
  [32, 'Parlophone', 'Entrée', '', null, '2032'],
  [33, 'Marguerite', 'Yvon', '', null, '2033'],
  [34, 'Aurélie', 'Caron', 'acaron', null, '2034'],
  [35, 'Loïc', 'Perrin', 'lperrin', null, ''],
  [36, 'Bérénice', 'Weiß', 'bweiss', null, '2036'],
]

const disabledUsers = [34]

type Agent = [id: number, firstname: string, lastname: string, number: string, group: number, language: string]

/** Agent 13 is in a deleted group, 14 belongs to no user and no group, 15 serves no queue. */
export const agents: Agent[] = [
  [1, 'John', 'Doe', '1001', 1, ''],
  [2, 'Marie', 'Durand', '1002', 1, 'fr_FR'],
  [3, 'Éloïse', 'Lefèvre', '1003', 2, 'fr_FR'],
  [4, 'François', 'Garçon', '1004', 2, 'fr_FR'],
  [5, 'Zoé', 'Müller', '1005', 2, 'de_DE'],
  [6, 'Noël', 'Béranger', '1006', 3, 'fr_FR'],
  [7, 'Aïcha', 'Benali', '1007', 3, 'fr_FR'],
  [8, 'Gaël', 'Le Goff', '1008', 3, 'fr_FR'],
  [9, 'Hélène', "O'Brien", '1009', 3, 'en_US'],
  [10, 'Cédric', 'Dubois', '1010', 5, 'fr_FR'],
  [11, 'Chloé', 'Martin', '1011', 5, 'fr_FR'],
  [12, 'Anaïs', 'Petit', '1012', 1, ''],
  [13, 'Rémi', 'Moreau', '1013', 4, 'fr_FR'],
  [14, 'Intérimaire', 'Un', '1014', 0, 'fr_FR'],
  [15, 'Paul', 'Vasseur', '1015', 1, 'fr_FR'],
]

type AgentGroup = [id: number, name: string, deleted: number]

const agentGroups: AgentGroup[] = [
  [1, 'default', 0],
  [2, 'commercial', 0],
  [3, 'technique', 0],
  [4, 'ancien_plateau', 1],
  [5, 'recouvrement', 0],
]

export const people: Sample = [
  ['entity', [{id: 1, name: 'solaris', displayname: 'Solaris Énergie', city: 'Lyon', country: 'FR', description: ''}]],
  ['cti_profile', ['Supervisor', 'Agent', 'Client', 'Switchboard'].map((name, i) => ({id: i + 1, name}))],
  ['func_key_template', users.map(([id]) => ({id, name: null, private: true}))],
  ['voicemail', [{uniqueid: 1, context: 'default', mailbox: '2002', fullname: 'James Bond'}]],
  ['userfeatures', users.map(userRow)],
  ['agentgroup', agentGroups.map(([id, name, deleted]) => ({id, groupid: id, name, deleted, description: ''}))],
  ['agentfeatures', agents.map(agentRow)],
  ['agent_login_status', agents.filter(([id]) => id === 1 || id === 6).map(loginRow)],
]

function userRow([id, firstname, lastname, login, agentid]: User): Row {
  const fullname = `${firstname} ${lastname}`.trim()
  return {
    id,
    uuid: `5a1f0c3e-7b2d-4e8a-9c60-${String(id).padStart(12, '0')}`,
    firstname,
    lastname,
    email: login && !login.includes('@') ? `user${id}@solaris.example` : null,
    voicemailid: id === 2 ? 1 : null,
    agentid,
    entityid: 1,
    callerid: `"${fullname}"`,
    enableclient: login ? 1 : 0,
    loginclient: login,
    passwdclient: login ? `secret-of-${id}` : '',
    cti_profile_id: login ? (agentid ? 2 : 3) : null,
    language: 'fr_FR',
    commented: disabledUsers.includes(id) ? 1 : 0,
    func_key_private_template_id: id,
    description: '',
  }
}

function agentRow([id, firstname, lastname, number, numgroup, language]: Agent): Row {
  return {id, numgroup, firstname, lastname, number, passwd: '', context: 'default', language, description: ''}
}

function loginRow([id, , , number]: Agent): Row {
  return {
    agent_id: id,
    agent_number: number,
    extension: `20${number.slice(2)}`,
    context: 'default',
    interface: `Local/id-${id}@agentcallback`,
    state_interface: `SIP/line20${number.slice(2)}`,
    login_at: '2026-01-05 08:00:00',
  }
}
