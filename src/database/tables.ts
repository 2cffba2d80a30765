import type {ColumnType, Generated} from 'kysely'
import type {Problem} from '../errors.ts'
import type {ListForm} from '../formats/call-list-form.ts'
import type {ChangeKind, State} from '../formats/changes.ts'
import type {Channel, Via} from '../formats/origin.ts'

/** Only the columns that we use: XiVO releases differ in the others. XiVO's tables are keyed with their schema. */
export interface Tables {
  'public.userfeatures': UserTable
  'public.queuefeatures': QueueTable
  'public.queue': QueueSettingsTable
  'public.queuemember': QueueMemberTable
  'public.agentfeatures': AgentTable
  'public.agent_login_status': AgentLoginTable
  'public.agentgroup': GroupTable
  'public.incall': IncallTable
  'public.extensions': ExtensionTable
  'public.dialaction': DialactionTable
  'public.schedule': ScheduleTable
  'public.schedule_time': ScheduleTimeTable
  'public.schedule_path': SchedulePathTable
  'public.paging': PagingTable
  'public.groupfeatures': GroupfeaturesTable
  user_profile: UserProfileTable
  user_right: UserRightTable
  preferred_callback_period: PeriodTable
  callback_list: CallbackListTable
  callback_request: CallbackRequestTable
  callback_import: ImportTable
  do_not_call: DoNotCallTable
  callback_ticket: TicketTable
  request_key: RequestKeyTable
  identity_state: IdentityStateTable
  journal: JournalTable
  journal_request: JournalRequestTable
  failed_import: FailedImportTable
  dissuasion_override: OverrideTable
  due_run: DueRunTable
}

interface UserTable {
  id: number
  firstname: string
  lastname: string
  /** `''` means no login. Not unique: only XiVO's web form checks it. */
  loginclient: string
  /** agentfeatures.id; NULL or 0 means no agent. Several users may share one. */
  agentid: number | null
}

interface QueueTable {
  id: number
  name: string
  displayname: string
  number: string
}

/** Shared by queues and groups: `category` tells which. */
interface QueueSettingsTable {
  name: string
  category: 'queue' | 'group'
  /** 1 = disabled. */
  commented: number
  /** When callers cannot join, and when they are ejected: a comma-separated list; NULL or '' means never. */
  joinempty: string | null
  leavewhenempty: string | null
}

interface QueueMemberTable {
  queue_name: string
  interface: string
  penalty: number
  commented: number
  usertype: 'agent' | 'user'
  userid: number
  channel: string
  category: 'queue' | 'group'
  position: number
}

interface AgentTable {
  id: number
  /** agentgroup.id, no foreign key. */
  numgroup: number
  firstname: string
  lastname: string
  number: string
  context: string
}

interface GroupTable {
  id: number
  name: string
  /** 1 = deleted; the row stays and its id is reused. */
  deleted: number
}

interface IncallTable {
  id: number
  /** 1 = disabled. */
  commented: number
  /** NULL when XiVO's REST made the incall. */
  exten: string | null
  context: string | null
}

interface ExtensionTable {
  exten: string
  context: string
  /** incall, queue, user, … */
  type: string
  /** The owner's id as text. */
  typeval: string
}

interface DialactionTable {
  event: string
  category: string
  /** The owner's id as text. */
  categoryval: string
  action: string
  actionarg1: string | null
  actionarg2: string | null
  /** 1 = in force; 0 = the target was deleted, and the dialplan ignores the row. */
  linked: number
}

interface ScheduleTable {
  id: number
  name: string
  timezone: string | null
  /** Where callers go while it is closed: an action and its arguments, as in dialaction. */
  fallback_action: string
  fallback_actionid: string | null
  fallback_actionargs: string | null
  /** 1 = disabled: always open. */
  commented: number
}

/** XiVO ignores its column `commented`. */
interface ScheduleTimeTable {
  id: number
  schedule_id: number | null
  mode: 'opened' | 'closed'
  hours: string | null
  weekdays: string | null
  monthdays: string | null
  months: string | null
  /** Of a closed period: where callers go. */
  action: string | null
  actionid: string | null
  actionargs: string | null
}

interface SchedulePathTable {
  schedule_id: number
  path: string
  /** The id of the queue, incall, … */
  pathid: number
  order: number
}

interface PagingTable {
  id: number
  /** With its ending. */
  announcement_file: string | null
}

/** A row for each agent who is logged in. */
interface AgentLoginTable {
  agent_id: number
  /** The telephone that they use. */
  extension: string
}

/** A group of telephones, as a destination of calls; `agentgroup` has the groups of agents. */
interface GroupfeaturesTable {
  id: number
  name: string
}

export type ProfileType = 'admin' | 'supervisor' | 'teacher'
export type RightKind = 'queue' | 'group' | 'incall'

interface UserProfileTable {
  /** userfeatures.id, without a foreign key: XiVO deletes users freely. */
  user_id: number
  type: ProfileType
  recording_access: boolean
  dissuasion_access: boolean
}

interface UserRightTable {
  user_id: number
  kind: RightKind
  object_id: number
  /** The object's name when the right was given: XiVO reuses the ids of deleted groups. */
  object_name: string
}

interface PeriodTable {
  uuid: string
  name: string
  /** `HH:MM:SS` */
  period_start: string
  period_end: string
  default: Generated<boolean>
}

interface CallbackListTable {
  uuid: string
  name: string
  /** queuefeatures.id, without foreign key. */
  queue_id: number
}

interface CallbackRequestTable {
  uuid: string
  list_uuid: string
  phone_number: string | null
  mobile_phone_number: string | null
  first_name: string | null
  last_name: string | null
  company: string | null
  description: string | null
  preferred_period_uuid: string
  /** `YYYY-MM-DD` */
  due_date: string
  clotured: Generated<boolean>
  /** The import it came with. */
  import_uuid: string | null
  /** When a person or an application last changed it; null while it is unchanged since its import. */
  changed_at: Date | null
  phone_identity: Identity
  mobile_phone_identity: Identity
  /** When it came; null for what came before this was kept. */
  created_at: Generated<Date | null>
  /** When it was closed; null as long as it is not, or when nobody knows. */
  closed_at: Generated<Date | null>
  /** How many tickets it has, and the status of the last one: a trigger counts them. */
  attempts: Generated<number>
  last_status: Generated<string | null>
}

/** Whose a number is: E.164 without `+`; 0 when it has none, NULL when it is not computed. */
type Identity = ColumnType<string | null, number | null, number | null>

interface IdentityStateTable {
  country: string
  computed_to: string | null
}

/** A number that is not to be called. */
interface DoNotCallTable {
  uuid: string
  phone_number: string
  phone_identity: Identity
  /** queuefeatures.id, without foreign key; null for all queues. */
  queue_id: number | null
  reason: string | null
  /** `YYYY-MM-DD` */
  since: string
  added_by: string
}

/** An attempt to call, with the customer's fields as they were; emptied of them by an erasure. */
interface TicketTable {
  uuid: string
  /** Without foreign key: a ticket outlives its request. */
  request_uuid: string
  list_uuid: string
  list_name: string
  queue_id: number
  phone_number: string | null
  mobile_phone_number: string | null
  first_name: string | null
  last_name: string | null
  company: string | null
  description: string | null
  phone_identity: Identity
  mobile_phone_identity: Identity
  /** `YYYY-MM-DD`: of the request at the time. */
  due_date: string
  status: string
  comment: string | null
  /** agentfeatures.id, and the number at the time. */
  agent_id: number | null
  agent_number: string | null
  /** Was the request closed with it? */
  closes: boolean
  added_by: string
  started_at: string
  updated_at: string
}

/** A change, as it was written. */
interface JournalTable {
  id: Generated<string>
  /** The command or request that it belongs to. */
  run: string
  /** Its place among the changes of the run, from 1. */
  place: number
  at: Generated<Date>
  actor: string
  origin: Channel
  /** By way of whom or what: `sudo`, `ssh`. */
  via: Json<Via> | null
  /** The command or route, with flags; no customer's value. */
  asked: string
  kind: ChangeKind
  object_id: string
  object_name: string
  /** States without customers' fields. */
  before: Json<State> | null
  after: Json<State> | null
  /** The rows that undo puts back, for what is no request. */
  rows: Json<{before?: unknown; after?: unknown}> | null
  /** The id of the change that this one undoes. */
  undoes: string | null
}

/** A request before and after a change, as `to_jsonb` has it. */
interface JournalRequestTable {
  run: string
  place: number
  uuid: string
  at: Generated<Date>
  before: Json<RequestJson> | null
  after: Json<RequestJson> | null
}

export type RequestJson = Record<string, string | number | boolean | null>

/** One announcement for many queues. */
interface OverrideTable {
  id: number
  /** The name of the file that was given. */
  sound: string
  /** Of the file, in hex. */
  sha256: string
  starts_at: string
  ends_at: string | null
  created_at: string
  created_by: string
  started_at: string | null
  ended_at: string | null
  queues: ColumnType<OverriddenQueue[], string, string>
}

/** A queue of an override: its file, and its row of dialaction before and since the start. */
export interface OverriddenQueue {
  id: number
  name: string
  /** The name of the sound, and of its file. */
  soundFile: string
  file: string
  /** Is the file of the override, which takes it away at its end? */
  placed: boolean
  /** Since it was started; null: there was no row. */
  before?: DissuasionColumns | null
  after?: DissuasionColumns
  /** What became of it at the end, or before. */
  outcome?: 'restored' | 'changed' | 'replaced' | 'gone' | 'not started'
}

type DissuasionColumns = Pick<DialactionTable, 'action' | 'actionarg1' | 'actionarg2' | 'linked'>

/** When somebody last did what was due; a single row. */
interface DueRunTable {
  single: Generated<boolean>
  at: Date
  actor: string
}

interface FailedImportTable {
  uuid: string
  list: string
  file_name: string | null
  reason: string
  problems: Json<readonly Problem[]> | null
  failed_by: string
  failed_at: Generated<Date>
}

/** Read as a value, written as text. */
type Json<T> = ColumnType<T, string, never>

interface RequestKeyTable {
  key: string
  /** SHA-256 of the request, in hex. */
  digest: string
  /** JSON. */
  answer: string
  answered_at: Generated<Date>
}

interface ImportTable {
  uuid: string
  list_uuid: string
  list_name: string
  file_name: string | null
  /** SHA-256 of the file as received, in hex. */
  sha256: string
  imported: number
  skipped: number
  rejected: number
  imported_by: string
  imported_at: Generated<Date>
  undone_at: Date | null
  /** The detected form of the file; NULL when it was read as the API's own CSV. */
  form: ColumnType<ListForm | null, string | null | undefined, never>
  /** Where its customers come from, as somebody said it. */
  origin: ColumnType<string | null, string | null | undefined, never>
}
