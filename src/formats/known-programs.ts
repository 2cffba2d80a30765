import {elsewhere, field, type Meaning, meaningOf, unclear} from './column-meaning.ts'
import {folded} from './column-words.ts'
import {callbackFields} from './request-fields.ts'

/** A program, or a public file, that writes call lists and directories with these columns. */
interface Export {
  program: string
  /** Separated by `;`. The general meanings of the names apply; names without a meaning are ignored. */
  columns: string
  /** The meaning of a name in the rows of this program only. */
  as?: Record<string, Meaning>
  /** Of two columns with the same name, is the second one the last name? */
  lastNameComesLast?: true
}

const exports: Export[] = [
  {
    program: 'XiVO directory',
    columns: `
      title;firstname;lastname;displayname;society;mobilenumber;email;phone`,
  },
  {
    program: 'Wazo users',
    columns: `
      subscription_type;firstname;lastname;email;language;outgoing_caller_id;mobile_phone_number;
      supervision_enabled;call_transfer_enabled;dtmf_hangup_enabled;call_record_outgoing_external_enabled;
      call_record_outgoing_internal_enabled;call_record_incoming_internal_enabled;
      call_record_incoming_external_enabled;online_call_record_enabled;simultaneous_calls;ring_seconds;
      userfield;call_permission_password;enabled;username;password`,
    as: {outgoing_caller_id: unclear('phone'), userfield: unclear('note', 'description')},
  },
  {
    program: 'Nethesis CTI speed dial',
    columns: `
      owner_id;type;homeemail;workemail;homephone;workphone;cellphone;fax;title;company;notes;name;homestreet;
      homepob;homecity;homeprovince;homepostalcode;homecountry;workstreet;workpob;workcity;workprovince;
      workpostalcode;workcountry;url;extension;speeddial_num`,
    as: {speeddial_num: unclear('phone')},
  },
  {
    program: 'Cisco UCCX campaign',
    columns: `
      Account Number;First Name;Last Name;Phone1;Phone2;Phone3;Dial Time`,
  },
  {
    program: 'VICIdial leads',
    columns: `
      vendor_lead_code;source_id;list_id;phone_code;phone_number;title;first_name;middle_initial;last_name;
      address1;address2;address3;city;state;province;postal_code;country_code;gender;date_of_birth;alt_phone;
      email;security_phrase;comments`,
  },
  {
    program: 'French calling application',
    columns: `
      Date Rappel;Heure Rappel;Sexe;Prénom;Nom;Numéro;Mail;Source;Type;Qualité;Lien`,
    as: {Numéro: field('phoneNumber'), Source: unclear('company', 'company')},
  },
  {
    program: 'Outlook',
    columns: `
      Nom;Titre;Prénom;Deuxième prénom;Nom;Suffixe;Surnom;Société;Service;Titre;Rue (bureau);Rue (bureau) 2;
      Rue (bureau) 3;Ville (bureau);Dép/Région (bureau);Code postal (bureau);Pays (bureau);Rue (domicile);
      Rue (domicile) 2;Rue (domicile) 3;Ville (domicile);Dép/Région (domicile);Code postal (domicile);
      Pays (domicile);Rue (autre);Rue (autre) 2;Rue (autre) 3;Ville (autre);Dép/Région (autre);
      Code postal (autre);Pays (autre);Téléphone de l'assistant(e);Télécopie (bureau);Téléphone (bureau);
      Téléphone 2 (bureau);Rappel;Téléphone (voiture);Téléphone société;Télécopie (domicile);
      Téléphone (domicile);Téléphone 2 (domicile);RNIS;Tél. mobile;Télécopie (autre);Téléphone (autre);
      Récepteur de radiomessagerie;Téléphone principal;Radio téléphone;Téléphone TDD/TTY;Télex;
      Adresse de messagerie;Type de messagerie;Nom complet de l'adresse de messagerie;Adresse de messagerie 2;
      Type de messagerie 2;Nom complet de l'adresse de messagerie 2;Adresse de messagerie 3;
      Type de messagerie 3;Nom complet de l'adresse de messagerie 3;Anniversaire;
      Anniversaire de mariage ou fête;Autre boîte postale;B.P. professionnelle;Boîte postale du domicile;Bureau;
      Catégories;Code gouvernement;Compte;Conjoint(e);Critère de diffusion;Disponibilité Internet;Emplacement;
      Enfants;Informations facturation;Initiales;Kilométrage;Langue;Mots clés;Nom de l'assistant(e);Notes;
      Numéro d'identification de l'organisation;Page Web;Passe-temps;Priorité;Privé;Profession;Recommandé par;
      Responsable;Serveur d'annuaire;Sexe;Utilisateur 1;Utilisateur 2;Utilisateur 3;Utilisateur 4`,
    as: {Rappel: field('phoneNumber', 9), Privé: elsewhere},
    lastNameComesLast: true,
  },
  {
    program: 'Outlook',
    columns: `
      Title;First Name;Middle Name;Last Name;Suffix;Nickname;Given Yomi;Surname Yomi;Company;Company Yomi;
      Department;Job Title;Business Street;Business Street 2;Business Street 3;Business City;Business State;
      Business Postal Code;Business Country/Region;Home Street;Home Street 2;Home Street 3;Home City;Home State;
      Home Postal Code;Home Country/Region;Other Street;Other Street 2;Other Street 3;Other City;Other State;
      Other Postal Code;Other Country/Region;Assistant's Phone;Business Fax;Business Phone;Business Phone 2;
      Callback;Car Phone;Company Main Phone;Home Fax;Home Phone;Home Phone 2;ISDN;Mobile Phone;Other Fax;
      Other Phone;Pager;Primary Phone;Radio Phone;TTY/TDD Phone;Telex;Account;Anniversary;Assistant's Name;
      Billing Information;Birthday;Business Address PO Box;Categories;Children;Directory Server;E-mail Address;
      E-mail Type;E-mail Display Name;E-mail 2 Address;E-mail 2 Type;E-mail 2 Display Name;E-mail 3 Address;
      E-mail 3 Type;E-mail 3 Display Name;Gender;Government ID Number;Hobby;Home Address PO Box;IMAddress;
      Initials;Internet Free Busy;Keywords;Language;Location;Manager's Name;Mileage;Notes;Office Location;
      Organizational ID Number;Other Address PO Box;Personal Web Page;Priority;Private;Profession;Referred By;
      Schools;Sensitivity;Spouse;User 1;User 2;User 3;User 4;Web Page`,
    as: {
      Callback: field('phoneNumber', 9),
      Private: elsewhere,
      Location: elsewhere,
      'Organizational ID Number': unclear('number'),
    },
  },
  {
    program: 'Thunderbird',
    columns: `
      First Name;Last Name;Display Name;Nickname;Primary Email;Secondary Email;Screen Name;Work Phone;
      Home Phone;Fax Number;Pager Number;Mobile Number;Home Address;Home Address 2;Home City;Home State;
      Home ZipCode;Home Country;Work Address;Work Address 2;Work City;Work State;Work ZipCode;Work Country;
      Job Title;Department;Organization;Web Page 1;Web Page 2;Birth Year;Birth Month;Birth Day;Custom 1;
      Custom 2;Custom 3;Custom 4;Notes`,
  },
  {
    program: 'Thunderbird',
    columns: `
      Prénom;Nom de famille;Nom à afficher;Surnom;Adresse électronique principale;
      Adresse électronique secondaire;Nom de l’écran;Tél. professionnel;Tél. personnel;Fax;Pager;Portable;
      Adresse privée;Adresse privée 2;Ville;Pays/État;Code postal;Pays/Région (domicile);
      Adresse professionnelle;Adresse professionnelle 2;Ville;Pays/État;Code postal;Pays/Région (bureau);
      Profession;Service;Société;Site web 1;Site web 2;Année de naissance;Mois;Jour;Divers 1;Divers 2;Divers 3;
      Divers 4;Notes`,
    as: {Jour: elsewhere},
  },
  {
    program: 'Zimbra',
    columns: `
      anniversary;assistantPhone;birthday;callbackPhone;canExpand;carPhone;company;companyPhone;custom1;
      department;dlist;email;email2;email3;fileAs;firstName;fullName;homeAddress;homeCity;homeCountry;homeEmail;
      homeFax;homePhone;homePhone2;homePostalCode;homeState;homeStreet;homeURL;image;imAddress1;initials;
      jobTitle;lastName;maidenName;middleName;mobilePhone;namePrefix;nameSuffix;nickname;notes;office;
      otherAddress;otherCity;otherCountry;otherFax;otherPhone;otherPostalCode;otherState;otherStreet;otherURL;
      pager;tollFree;type;userCertificate;workAddress;workCity;workCountry;workEmail1;workFax;workMobile;
      workPhone;workPhone2;workPostalCode;workState;workStreet;workURL`,
    as: {maidenName: elsewhere, office: elsewhere},
  },
  {
    program: 'Yahoo',
    columns: `
      First;Middle;Last;Nickname;Email;Category;Distribution Lists;Messenger ID;Home;Work;Pager;Fax;Mobile;
      Other;Yahoo! Phone;Primary;Alternate Email 1;Alternate Email 2;Personal Website;Business Website;Title;
      Company;Work Address;Work City;Work State;Work ZIP;Work Country;Home Address;Home City;Home State;
      Home ZIP;Home Country;Birthday;Anniversary;Custom 1;Comments;Messenger ID1;Skype ID;IRC ID;ICQ ID;
      Google ID;MSN ID;AIM ID;QQ ID`,
    as: {
      Work: field('phoneNumber', 0),
      Primary: field('phoneNumber', 2),
      Home: field('phoneNumber', 4),
      Other: field('phoneNumber', 5),
      'Yahoo! Phone': field('phoneNumber', 5.5),
    },
  },
  {
    program: 'Google Contacts',
    columns: `
      First Name;Middle Name;Last Name;Phonetic First Name;Phonetic Middle Name;Phonetic Last Name;Name Prefix;
      Name Suffix;Nickname;File As;Organization Name;Organization Title;Organization Department;Birthday;Notes;
      Photo;Labels;E-mail 1 - Label;E-mail 1 - Value;Phone 1 - Label;Phone 1 - Value;Address 1 - Label;
      Address 1 - Formatted;Address 1 - Street;Address 1 - City;Address 1 - PO Box;Address 1 - Region;
      Address 1 - Postal Code;Address 1 - Country;Address 1 - Extended Address;Website 1 - Label;
      Website 1 - Value;Event 1 - Label;Event 1 - Value;Custom Field 1 - Label;Custom Field 1 - Value;Name;
      Given Name;Additional Name;Family Name;Yomi Name;Given Name Yomi;Additional Name Yomi;Family Name Yomi;
      Initials;Short Name;Maiden Name;Gender;Location;Billing Information;Directory Server;Mileage;Occupation;
      Hobby;Sensitivity;Priority;Subject;Language;Group Membership;E-mail 1 - Type;IM 1 - Type;IM 1 - Service;
      IM 1 - Value;Phone 1 - Type;Address 1 - Type;Organization 1 - Type;Organization 1 - Name;
      Organization 1 - Yomi Name;Organization 1 - Title;Organization 1 - Department;Organization 1 - Symbol;
      Organization 1 - Location;Organization 1 - Job Description;Relation 1 - Type;Relation 1 - Value;
      Website 1 - Type;Event 1 - Type;Custom Field 1 - Type;Jot 1 - Type;Jot 1 - Value`,
    as: {
      'Organization 1 - Type': elsewhere,
      'Organization 1 - Symbol': elsewhere,
      'Organization 1 - Location': elsewhere,
      'Organization 1 - Yomi Name': elsewhere,
      'Maiden Name': elsewhere,
      'Short Name': elsewhere,
    },
  },
  {
    program: 'Microsoft 365 users',
    columns: `
      User Name;First Name;Last Name;Display Name;Job Title;Department;Office Number;Office Phone;Mobile Phone;
      Fax;Address;City;State or Province;ZIP or Postal Code;Country or Region`,
  },
  {
    program: 'HubSpot',
    columns: `
      Record ID;First Name;Last Name;Email;Phone Number;Contact owner;Lead Status;Create Date;
      Last Modified Date;Contact Type;Lifecycle Stage;Lead Source;Stage of Journey;Next appointment date;
      Associated Deal;Associated Company;Associated Deal IDs`,
  },
  {
    program: 'Salesforce',
    columns: `
      Salutation;First Name;Last Name;Title;Mailing Street;Mailing City;Mailing State/Province;
      Mailing Zip/Postal Code;Mailing Country;Phone;Email;Contact Record Type;Account Name;Account Owner;
      Lead Source`,
  },
  {
    program: 'Odoo',
    columns: `
      Nom;Téléphone;Mobile;E-mail;Vendeur;Activités;Ville;Pays;Étiquettes;ID;Name;Company Type;Related Company;Customer;Supplier;Address Type;Street;Street2;City;State;ZIP;Country;
      Website;Phone;Mobile;Email`,
    as: {Customer: elsewhere},
  },
  {
    program: 'Dolibarr members',
    columns: `
      Réf adhérent* (a.ref);Titre civilité (a.civility);Nom* (a.lastname);Prénom (a.firstname);Genre (a.gender);
      Identifiant* (a.login);Mot de passe (a.pass);Id type adhérent* (a.fk_adherent_type);
      Nature de l'adhérent* (a.morphy);Société (a.societe);Adresse (a.address);Code postal (a.zip);
      Ville (a.town);StateId|StateCode (a.state_id);CountryId|CountryCode (a.country);Tél pro. (a.phone);
      Tél perso. (a.phone_perso);Tél portable (a.phone_mobile);Email (a.email);Birthday (a.birth);
      État* (a.statut);Photo (a.photo);Note (publique) (a.note_public);Note (privée) (a.note_private);
      Date création (a.datec);Date fin adhésion (a.datefin);Tiers (a.fk_soc);N° Série (extra.nserie);
      Formations (extra.impression3d)`,
    as: {'Date création (a.datec)': elsewhere},
  },
  {
    program: 'Pipedrive in Excel',
    columns: `
      Distance (m);Société;Civilité;Prénom;Nom;Fonction;Email travail;Email domicile;Email autre;Portable;
      Tel travail;Tel mobile;Tel domicile;Tel autre;LinkedIn;Statut LinkedIn;Adresse société;Adresse vérifiée;
      Nb postes;Surface (m²);Type contrat;Opérateur flex;Année début bail;Prochaine échéance;Date fin échéance;
      LinkedIn société;ID Personne;ID Org`,
    as: {'Nb postes': unclear('extension'), 'ID Org': elsewhere},
  },
  {
    program: 'contacts of executives',
    columns: `
      Entreprise;Contact;Fonction;Activité;GSM;Statut;Notes`,
  },
  {
    program: 'codorea-crm',
    columns: `
      Priorite;Statut site;Nom;Email;Telephone;Site web;Adresse;Note Google;Nb avis;Recherche;Commentaire AI;
      Contacte;Notes`,
    as: {Contacte: unclear('name')},
  },
  {
    program: 'Shopify customers',
    columns: `
      Customer ID;First Name;Last Name;Email;Accepts Email Marketing;Default Address Company;
      Default Address Address1;Default Address Address2;Default Address City;Default Address Province Code;
      Default Address Country Code;Default Address Zip;Default Address Phone;Phone;Accepts SMS Marketing;
      Total Spent;Total Orders;Note;Tax Exempt;Tags`,
    as: {'Default Address Company': field('company')},
  },
  {
    program: 'Colissimo address book',
    columns: `
      Code;Civilité;Nom;Code postal;Ligne 1 d'adresse;Ligne 2 d'adresse;Ligne 3 d'adresse;Ligne d'adresse 4;
      Commune;Code pays;Inst. de livraison;Téléphone;Portable;Courriel;Dernière expédition;Prénom;
      Raison sociale;Code porte 1;Code porte 2;Interphone`,
    as: {'Inst. de livraison': unclear('note', 'description'), 'Dernière expédition': unclear('date')},
  },
  {
    program: 'inCrEG salon',
    columns: `
      Civilité;Nom;Prénom;Adresse;Code Postal;Ville;Téléphone;Portable;Email;Date Anniversaire`,
    as: {'Date Anniversaire': unclear('date')},
  },
  {
    program: 'Locmat',
    columns: `
      Code Libre;Nom Prénom;Téléphone;Portable;E-Mail`,
  },
  {
    program: 'subscribers by road',
    columns: `
      Route;Année;Type;Saisi par;Société;Titre;Nom;Prenom;Adresse 1;Adresse 2;Adresse 3;Code Postal;Ville;Pays;
      Courriel;Téléphone;Mobile;Observations;Date d'impression`,
    as: {'Saisi par': unclear('other-person')},
  },
  {
    program: 'HelloAsso memberships',
    columns: `
      Date;Email acheteur;Nom;Prénom;Status;Tarif;Montant (€);Code Promo;Url carte d'adhérent;
      Champ complémentaire 1 Numéro de téléphone;Champ complémentaire 2 Email;Champ complémentaire 3 Adresse;
      Champ complémentaire 4 Code Postal;Champ complémentaire 5 Ville;
      Champ complémentaire 6 Justificatif de tarif réduit (carte étudiant avec année, certificat de scolarité, etc)`,
  },
  {
    program: 'Ariane school administration',
    columns: `
      Classe;Nom de famille;Prénom;Date de naissance;Lieu naissance;Nom Responsable légal 1;
      Prénom responsable légal 1;Adresse;CP;Commune;Tel portable resp. légal 1`,
  },
  {
    program: 'club members',
    columns: `
      nom;prénom;date naissance;Lieu de naissance;sexe;adresse;code postal;ville;mail;téléphone fixe;gsm`,
    as: {'date naissance': unclear('date')},
  },
  {
    program: 'sports federation addresses',
    columns: `
      OrigineAdresse;Club;Raison Sociale;Civilite;Nom;Prenom;Adresse;CP/rue option;NPA;Ville;Pays;Tel.Prive;
      Tel.Prof;Portable;Fax;Email;Date de naissance;Langue;Status;tchoukup`,
  },
  {
    program: 'French health professionals (ANS)',
    columns: `
      Type d'identifiant PP;Identifiant PP;Identification nationale PP;Code civilité d'exercice;
      Libellé civilité d'exercice;Code civilité;Libellé civilité;Nom d'exercice;Prénom d'exercice;
      Code profession;Libellé profession;Code catégorie professionnelle;Libellé catégorie professionnelle;
      Code type savoir-faire;Libellé type savoir-faire;Code savoir-faire;Libellé savoir-faire;
      Code mode exercice;Libellé mode exercice;Numéro SIRET site;Numéro SIREN site;Numéro FINESS site;
      Numéro FINESS établissement juridique;Identifiant technique de la structure;Raison sociale site;
      Enseigne commerciale site;Complément destinataire (coord. structure);
      Complément point géographique (coord. structure);Numéro Voie (coord. structure);
      Indice répétition voie (coord. structure);Code type de voie (coord. structure);
      Libellé type de voie (coord. structure);Libellé Voie (coord. structure);
      Mention distribution (coord. structure);Bureau cedex (coord. structure);Code postal (coord. structure);
      Code commune (coord. structure);Libellé commune (coord. structure);Code pays (coord. structure);
      Libellé pays (coord. structure);Téléphone (coord. structure);Téléphone 2 (coord. structure);
      Télécopie (coord. structure);Adresse e-mail (coord. structure);Code Département (structure);
      Libellé Département (structure);Ancien identifiant de la structure;Autorité d'enregistrement;
      Code secteur d'activité;Libellé secteur d'activité;Code section tableau pharmaciens;
      Libellé section tableau pharmaciens;Code rôle;Libellé rôle;Code genre activité;Libellé genre activité`,
    as: {'Numéro SIRET site': unclear('number'), 'Numéro FINESS établissement juridique': elsewhere},
  },
  {
    program: 'service directory',
    columns: `
      nom;prenom;service;fixe;portable;renvoi;a_verifier`,
    as: {renvoi: unclear('phone')},
  },
  {
    program: 'directory of organisations',
    columns: `
      Arrondissement;Catégorie;Sous-Catégorie;Nom;Description;Adresse;Numéro de téléphone;Courriel;
      Site Internet`,
    as: {Description: unclear('note')},
  },
  {
    program: 'wine growers',
    columns: `
      Date de modifications;Identifiant / Login;Nom / Raison sociale;Adresse;Adresse complémentaire;Code postal;
      Commune;Code INSEE;Téléphone bureau;Téléphone mobile;Téléphone perso;Fax;Email;Site Internet;SIRET;CVI;
      Statut;Coopérative;Id du doc`,
  },
  {
    program: 'phoning of voters',
    columns: `
      Nom;Prénom;Téléphone;Email;Ville;Statut appel;RDV;Résumé demande;Attention député`,
    as: {'Attention député': unclear('note')},
  },
  {
    program: 'vCards to CSV',
    columns: `
      pseudo;nom;prenom;titre;tel;mail;liens vcf`,
  },
]

export interface KnownProgram {
  program: string
  lastNameComesLast: boolean
  /** The meaning of the name in a row of this program, if it differs from its general meaning. */
  meaningOf: (name: string) => Meaning | undefined
}

/** `Phone 7 - Value` counts as `Phone 1 - Value`. */
const keyOf = (name: string) => folded(name).replace(/\d+/g, '1')

interface Known extends KnownProgram {
  keys: ReadonlySet<string>
}

let known: Known[] | undefined

/** Made for the first row that may be one of theirs: 4 ms. */
function allKnown(): Known[] {
  known ??= exports.map(({program, columns, as = {}, lastNameComesLast = false}) => {
    const meanings = new Map(Object.entries(as).map(([name, meaning]) => [keyOf(name), meaning]))
    return {
      program,
      lastNameComesLast,
      keys: new Set(columns.split(';').map(keyOf)),
      meaningOf: (name) => meanings.get(keyOf(name)),
    }
  })
  return known
}

/** The share of named columns that must be the program's: a report may have one or two others. */
const SHARE = 0.8

/**
 * The program that exports such a row. Common names prove nothing, however many they are. It takes two names without a general
 * meaning, or a row with most of the program's names.
 */
export function programOf(names: readonly string[]): KnownProgram | undefined {
  if (areOurs(names)) return undefined
  const row = names.filter((name) => folded(name) !== '')
  const matches = allKnown()
    .map((program) => ({program, ...overlap(row, program)}))
    .filter(
      ({shared, own, size}) =>
        shared >= row.length * SHARE && (own >= 2 || (shared === row.length && shared >= size / 2)),
    )
  return matches.sort((a, b) => b.shared - a.shared || a.size - b.size)[0]?.program
}

/** No program exports just these names, each once. */
const areOurs = (names: readonly string[]) =>
  new Set(names).size === names.length && names.every((name) => (callbackFields as readonly string[]).includes(name))

function overlap(row: readonly string[], {keys, meaningOf: inProgram}: Known) {
  const shared = row.filter((name) => keys.has(keyOf(name)))
  const own = shared.filter((name) => inProgram(name) !== undefined || saysNothing(meaningOf(name)))
  return {shared: shared.length, own: own.length, size: keys.size}
}

/** A plain `Numéro` or `Date` occurs in any list. */
const saysNothing = (meaning: Meaning) =>
  (meaning.is === 'unclear' && meaning.fields.length === 0) ||
  meaning.is === 'phone-kind' ||
  meaning.is === 'typed-phone'
