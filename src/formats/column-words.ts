/** The subject of a word in the name of a column. */
export type Word =
  | 'phone'
  | 'mobile'
  | 'landline'
  | 'number'
  | 'extension'
  | 'forwarding'
  | 'dialling-code'
  | 'callback'
  | 'work'
  | 'home'
  | 'main'
  | 'other'
  | 'car'
  | 'radio'
  | 'kind'
  | 'value'
  | 'count'
  | 'first'
  | 'given'
  | 'last'
  | 'name'
  | 'full'
  | 'family'
  | 'usual'
  | 'birth'
  | 'middle'
  | 'contact'
  | 'colleague'
  | 'guardian'
  | 'pupil'
  | 'company'
  | 'brand'
  | 'legal-name'
  | 'account'
  | 'department'
  | 'note'
  | 'public'
  | 'inner'
  | 'date'
  | 'due'
  | 'appointment'
  | 'limit'
  | 'time'
  | 'period'
  | 'preferred'
  | 'email'
  | 'web'
  | 'dead-line'
  | 'address'
  | 'civility'
  | 'function'
  | 'language'
  | 'login'
  | 'photo'
  | 'error'
  | 'and'
  | 'filler'

/** French and English words, folded. Folding removes blanks, `_` and `-`, so an entry may be several words. */
const words: Record<Word, string> = {
  phone: 'telephone telephones telephonique tel tels tph phone phones telephonenumber',
  mobile: 'mobile portable port gsm cell cellphone cellular cellulaire natel iphone',
  landline: 'fixe landline',
  number: 'numero numeros num number n° nº no nr',
  extension: 'poste postes extension ext interne',
  forwarding: 'renvoi forward forwarding',
  'dialling-code': 'indicatif code prefixe',
  callback: 'rappel rappels callback callbacks rappeler recontacter relance',
  work: 'bureau travail professionnel professionnelle pro prof work business office',
  home: 'domicile perso personnel personnelle prive privee maison home private personal',
  main: 'principal principale main primary standard siege',
  other: 'autre autres other alt alternate alternative secondaire secondary supplementaire',
  car: 'voiture car',
  radio: 'radio',
  kind: 'type types kind label libelle categorie id ids ref',
  value: 'value valeur',
  count: 'nb nbre nombre count',
  first: 'prenom prenoms firstname forename givenname',
  given: 'first given',
  last: 'lastname surname familyname patronyme',
  name: 'nom noms name names',
  full: 'complet complete full display displayed afficher affiche fileas',
  family: 'last famille family',
  usual: 'usage usuel usuelle exercice',
  birth: 'naissance birth birthday birthdate dob anniversaire jeunefille maiden',
  middle:
    'middle middleinitial deuxieme additional prefix prefixe suffix suffixe phonetic phonetique yomi nickname surnom pseudo ecran screen initiales initials',
  contact: 'contact contacts personne person client cliente customer prospect appelant caller interlocuteur',
  colleague: 'assistant assistante assistants secretaire secretary conjoint conjointe spouse partner manager owner',
  guardian: 'responsable responsables resp legal legale tuteur parent guardian representant',
  pupil: 'eleve enfant pupil student',
  company:
    'societe societes entreprise company organisation organization organisme org society etablissement employeur employer association structure firme firm',
  brand: 'enseigne club tiers',
  'legal-name': 'raisonsociale denomination denominationsociale',
  account: 'account compte',
  department: 'service services department dept division',
  note: 'note notes commentaire commentaires comment comments remarque remarques remark remarks observation observations description motif motifs message memo resume demande detail details',
  public: 'publique public',
  inner: 'interne privee private ia ai',
  date: 'date dates jour day',
  due: 'echeance due deadline rappelerle arappelerle recontacterle',
  appointment: 'rdv rendezvous appointment meeting',
  limit: 'limite limit fin debut prochaine prochain next start end',
  time: 'heure heures time hour',
  period: 'periode period creneau creneaux plage horaire horaires slot',
  preferred: 'preferee prefere preferred souhaite souhaitee',
  email:
    'email emails mail mails courriel courriels courrielle messagerie adresseelectronique adressemail emailaddress',
  web: 'web website siteweb siteinternet site url lien liens link linkedin facebook twitter skype webpage pageweb internet profil page',
  'dead-line':
    'fax faxes telecopie telecopieur pager radiomessagerie recepteur telex rnis isdn tdd tty interphone securityphrase',
  address:
    'adresse adresses address addresses address1 address2 address3 rue street street2 mailing ville city commune town localite pays country region dep departement state province codepostal postal postalcode cp zip zipcode npa boitepostale bp pobox pob lieu cedex formatted extended',
  civility: 'civilite titre title salutation sexe sex gender genre',
  function: 'fonction fonctions profession metier jobtitle job emploi',
  language: 'langue language',
  login: 'login username user identifiant password motdepasse',
  photo: 'photo',
  error: 'error',
  and: 'et ou and or',
  filler:
    'de du des d la le les l of the a au aux pour for to by par en un une coord champ complementaire default associated related s',
}

const vocabulary = new Map<string, Word[]>()
for (const [word, spellings] of Object.entries(words) as [Word, string][]) {
  for (const spelling of spellings.split(' ')) vocabulary.set(spelling, [...(vocabulary.get(spelling) ?? []), word])
}

const LONGEST = Math.max(...[...vocabulary.keys()].map((spelling) => spelling.length))

/** A name for comparison: without case, accents, blanks, `_` and `-`. */
export const folded = (name: string): string => plain(name).replace(/[\s_-]/gu, '')

/** Nothing of it has an accent: a shortcut, as the names of all known programs are read for each file. */
const ascii = /^[ -~]*$/

const plain = (name: string) =>
  ascii.test(name)
    ? name.toLowerCase()
    : name
        .normalize('NFKD')
        .replace(/[\p{M}\p{Cf}]/gu, '')
        .toLowerCase()
        .replaceAll('œ', 'oe')
        .replaceAll('æ', 'ae')

export interface Words {
  /** The subjects of its words; an ambiguous word has several. */
  has: ReadonlySet<Word>
  /** The index among similar columns: 2 for `Phone 2`; 1 by default. */
  nth: number
  /** Does it contain a number? */
  numbered: boolean
  /** Words that are not in the vocabulary. */
  unknown: readonly string[]
  /** Does it have two meanings, like `Nom / Raison sociale`? */
  split: boolean
}

/** The words of a name. If all of them are known, blanks between them do not matter: `cellPhone`, `CELL_PHONE`, `cellphone`. */
export function wordsOf(name: string): Words {
  const text = plain(name).replace(/[’']/g, "'")
  const between = ascii.test(text) ? /[^a-z\d]+/g : /[^\p{L}\p{N}°º]+/gu
  const letters = text.replace(between, '')
  const whole = segmented(letters)
  const parts = whole ?? text.split(between).flatMap((part) => segmented(part) ?? [part])
  const has = new Set<Word>()
  const unknown: string[] = []
  let nth: number | undefined
  for (const part of parts) {
    if (/^\d+$/.test(part)) nth ??= Number(part)
    else if (vocabulary.has(part)) for (const word of vocabulary.get(part) ?? []) has.add(word)
    else if (part !== '') unknown.push(part)
  }
  return {has, nth: nth ?? 1, numbered: nth !== undefined, unknown, split: /\/|:::/.test(text) || has.has('and')}
}

/** A single letter is a word only if it stands alone: `Nomade` is not `nom à de`. */
const isPiece = (piece: string, text: string) =>
  vocabulary.has(piece) ? piece.length > 1 || piece === text : /^\d+$/.test(piece)

/** Splits the text completely into the fewest words of the vocabulary and numbers; undefined when that is impossible. */
function segmented(text: string): string[] | undefined {
  const best: (string[] | undefined)[] = [[]]
  for (let end = 1; end <= text.length; end++) {
    for (let start = Math.max(0, end - LONGEST); start < end; start++) {
      const before = best[start]
      const piece = text.slice(start, end)
      if (before === undefined || !isPiece(piece, text)) continue
      const now = best[end]
      if (now === undefined || before.length + 1 < now.length) best[end] = [...before, piece]
    }
  }
  return best[text.length]
}
