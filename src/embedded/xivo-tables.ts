/** A table of XiVO's `asterisk` database: one column definition per line, in XiVO's order. */
export interface XivoTable {
  name: string
  columns: string[]
  constraints: string[]
}

export const enums: Record<string, string[]> = {
  callerid_mode: ['prepend', 'overwrite', 'append'],
  callerid_type: ['callfilter', 'incall', 'group', 'queue'],
  contextnumbers_type: ['user', 'group', 'queue', 'meetme', 'incall'],
  dialaction_action: [
    'none',
    'endcall:busy',
    'endcall:congestion',
    'endcall:hangup',
    'user',
    'group',
    'queue',
    'meetme',
    'voicemail',
    'trunk',
    'schedule',
    'voicemenu',
    'extension',
    'outcall',
    'application:callbackdisa',
    'application:disa',
    'application:directory',
    'application:faxtomail',
    'application:voicemailmain',
    'application:password',
    'sound',
    'custom',
  ],
  dialaction_category: ['callfilter', 'group', 'incall', 'queue', 'schedule', 'user', 'outcall'],
  dialaction_event: [
    'answer',
    'noanswer',
    'congestion',
    'busy',
    'chanunavail',
    'inschedule',
    'outschedule',
    'qwaittime',
    'qwaitratio',
  ],
  extenumbers_type: [
    'extenfeatures',
    'featuremap',
    'generalfeatures',
    'group',
    'incall',
    'meetme',
    'outcall',
    'queue',
    'user',
    'voicemenu',
  ],
  generic_bsfilter: ['no', 'boss', 'secretary'],
  queue_category: ['group', 'queue'],
  queue_monitor_type: ['no', 'mixmonitor'],
  queuemember_usertype: ['agent', 'user'],
  schedule_time_mode: ['opened', 'closed'],
  schedule_path_type: ['user', 'group', 'queue', 'incall', 'outcall', 'voicemenu'],
  trunk_protocol: ['sip', 'iax', 'sccp', 'custom'],
}

function table(name: string, columns: string, ...constraints: string[]): XivoTable {
  return {name, columns: columns.trim().split(/\n\s*/), constraints}
}

/** Ordered so that every foreign key finds its table. The first three only provide keys for the others. */
export const tables: XivoTable[] = [
  table('ctiphonehintsgroup', "id serial\nname varchar(255) not null default ''", 'primary key (id)'),
  table('ctipresences', "id serial\nname varchar(255) not null default ''", 'primary key (id)'),
  table(
    'voicemail',
    `
    uniqueid serial
    context varchar(39) not null
    mailbox varchar(40) not null
    fullname varchar(80) not null default ''
    `,
    'primary key (uniqueid)',
    'unique (mailbox, context)',
  ),
  table(
    'func_key_template',
    `
    id serial
    name varchar(128)
    private boolean not null default false
    `,
    'primary key (id)',
  ),
  table(
    'entity',
    `
    id serial
    name varchar(64) not null default ''
    displayname varchar(128) not null default ''
    phonenumber varchar(40) not null default ''
    faxnumber varchar(40) not null default ''
    email varchar(255) not null default ''
    url varchar(255) not null default ''
    address1 varchar(30) not null default ''
    address2 varchar(30) not null default ''
    city varchar(128) not null default ''
    state varchar(128) not null default ''
    zipcode varchar(16) not null default ''
    country varchar(3) not null default ''
    disable integer not null default 0
    dcreate integer not null default 0
    description text not null
    `,
    'primary key (id)',
    'unique (name)',
  ),
  table(
    'cti_profile',
    `
    id serial
    name varchar(255) not null
    presence_id integer
    phonehints_id integer
    `,
    'primary key (id)',
    'foreign key (phonehints_id) references public.ctiphonehintsgroup (id) on delete restrict',
    'foreign key (presence_id) references public.ctipresences (id) on delete restrict',
  ),
  table(
    'userfeatures',
    `
    id serial
    uuid varchar(38) not null
    firstname varchar(128) not null default ''
    email varchar(254)
    voicemailid integer
    agentid integer
    pictureid integer
    entityid integer
    callerid varchar(160)
    ringseconds integer not null default 30
    simultcalls integer not null default 5
    enableclient integer not null default 0
    loginclient varchar(254) not null default ''
    passwdclient varchar(64) not null default ''
    cti_profile_id integer
    enablehint integer not null default 1
    enablevoicemail integer not null default 0
    enablexfer integer not null default 1
    enableonlinerec integer not null default 0
    callrecord integer not null default 0
    incallfilter integer not null default 0
    enablednd integer not null default 0
    enableunc integer not null default 0
    destunc varchar(128) not null default ''
    enablerna integer not null default 0
    destrna varchar(128) not null default ''
    enablebusy integer not null default 0
    destbusy varchar(128) not null default ''
    musiconhold varchar(128) not null default ''
    outcallerid varchar(80) not null default ''
    mobilephonenumber varchar(128) not null default ''
    bsfilter public.generic_bsfilter not null default 'no'
    preprocess_subroutine varchar(39)
    timezone varchar(128)
    language varchar(20)
    ringintern varchar(64)
    ringextern varchar(64)
    ringgroup varchar(64)
    ringforward varchar(64)
    rightcallcode varchar(16)
    commented integer not null default 0
    func_key_template_id integer
    func_key_private_template_id integer not null
    lastname varchar(128) not null default ''
    userfield varchar(128) not null default ''
    description text not null
    `,
    'primary key (id)',
    'unique (email)',
    'unique (func_key_private_template_id)',
    'unique (uuid)',
    'foreign key (cti_profile_id) references public.cti_profile (id) on delete restrict',
    'foreign key (entityid) references public.entity (id) on delete restrict',
    'foreign key (func_key_private_template_id) references public.func_key_template (id)',
    'foreign key (func_key_template_id) references public.func_key_template (id) on delete set null',
    'foreign key (voicemailid) references public.voicemail (uniqueid)',
  ),
  table(
    'agentfeatures',
    `
    id serial
    numgroup integer not null
    firstname varchar(128) not null default ''
    lastname varchar(128) not null default ''
    number varchar(40) not null
    passwd varchar(128) not null
    context varchar(39) not null
    language varchar(20) not null
    autologoff integer
    "group" varchar(255)
    description text not null
    preprocess_subroutine varchar(40)
    `,
    'primary key (id)',
    'unique (number)',
  ),
  table(
    'agentgroup',
    `
    id serial
    groupid integer not null
    name varchar(128) not null default ''
    groups varchar(255) not null default ''
    commented integer not null default 0
    deleted integer not null default 0
    description text
    `,
    'primary key (id)',
  ),
  table(
    'queuefeatures',
    `
    id serial
    name varchar(128) not null
    displayname varchar(128) not null
    number varchar(40) not null default ''
    context varchar(39)
    data_quality integer not null default 0
    hitting_callee integer not null default 0
    hitting_caller integer not null default 0
    retries integer not null default 0
    ring integer not null default 0
    transfer_user integer not null default 0
    transfer_call integer not null default 0
    write_caller integer not null default 0
    write_calling integer not null default 0
    ignore_forward integer not null default 1
    url varchar(255) not null default ''
    announceoverride varchar(128) not null default ''
    "timeout" integer
    preprocess_subroutine varchar(39)
    announce_holdtime integer not null default 0
    waittime integer
    waitratio double precision
    `,
    'primary key (id)',
    'unique (name)',
  ),
  table(
    'queue',
    `
    name varchar(128) not null
    musicclass varchar(128)
    announce varchar(128)
    context varchar(39)
    "timeout" integer default 0
    "monitor-type" public.queue_monitor_type
    "monitor-format" varchar(128)
    "queue-youarenext" varchar(128)
    "queue-thereare" varchar(128)
    "queue-callswaiting" varchar(128)
    "queue-holdtime" varchar(128)
    "queue-minutes" varchar(128)
    "queue-seconds" varchar(128)
    "queue-thankyou" varchar(128)
    "queue-reporthold" varchar(128)
    "periodic-announce" text
    "announce-frequency" integer
    "periodic-announce-frequency" integer
    "announce-round-seconds" integer
    "announce-holdtime" varchar(4)
    retry integer
    wrapuptime integer
    maxlen integer
    servicelevel integer
    strategy varchar(11)
    joinempty varchar(255)
    leavewhenempty varchar(255)
    ringinuse integer not null default 0
    reportholdtime integer not null default 0
    memberdelay integer
    weight integer
    timeoutrestart integer not null default 0
    commented integer not null default 0
    category public.queue_category not null
    timeoutpriority varchar(10) not null default 'app'
    autofill integer not null default 1
    autopause varchar(3) not null default 'no'
    setinterfacevar integer not null default 0
    setqueueentryvar integer not null default 0
    setqueuevar integer not null default 0
    membermacro varchar(1024)
    "min-announce-frequency" integer not null default 60
    "random-periodic-announce" integer not null default 0
    "announce-position" varchar(1024) not null default 'yes'
    "announce-position-limit" integer not null default 5
    defaultrule varchar(1024)
    `,
    'primary key (name)',
    "check (autopause in ('no', 'yes', 'all'))",
  ),
  table(
    'queuemember',
    `
    queue_name varchar(128) not null
    interface varchar(128) not null
    penalty integer not null default 0
    commented integer not null default 0
    usertype public.queuemember_usertype not null
    userid integer not null
    channel varchar(25) not null
    category public.queue_category not null
    "position" integer not null default 0
    `,
    'primary key (queue_name, interface)',
    'unique (queue_name, channel, usertype, userid, category)',
  ),
  table(
    'groupfeatures',
    `
    id serial
    name varchar(128) not null
    number varchar(40) not null default ''
    context varchar(39) not null
    transfer_user integer not null default 0
    transfer_call integer not null default 0
    write_caller integer not null default 0
    write_calling integer not null default 0
    ignore_forward integer not null default 1
    "timeout" integer
    preprocess_subroutine varchar(39)
    deleted integer not null default 0
    `,
    'primary key (id)',
  ),
  table(
    'incall',
    `
    id serial
    exten varchar(40)
    context varchar(39)
    preprocess_subroutine varchar(39)
    commented integer not null default 0
    description text
    `,
    'primary key (id)',
    'unique (exten, context)',
  ),
  table(
    'dialaction',
    `
    event public.dialaction_event not null
    category public.dialaction_category not null
    categoryval varchar(128) not null default ''
    action public.dialaction_action not null
    actionarg1 varchar(255)
    actionarg2 varchar(255)
    linked integer not null default 0
    `,
    'primary key (event, category, categoryval)',
  ),
  table(
    'context',
    `
    name varchar(39) not null
    displayname varchar(128) not null default ''
    entity varchar(64)
    contexttype varchar(40) not null default 'internal'
    commented integer not null default 0
    description text not null
    `,
    'primary key (name)',
  ),
  table(
    'contextinclude',
    `
    context varchar(39) not null
    "include" varchar(39) not null
    priority integer not null default 0
    `,
    'primary key (context, include)',
  ),
  table(
    'contextmember',
    `
    context varchar(39) not null
    type varchar(32) not null
    typeval varchar(128) not null default ''
    varname varchar(128) not null default ''
    `,
    'primary key (context, type, typeval, varname)',
  ),
  table(
    'contextnumbers',
    `
    context varchar(39) not null
    type public.contextnumbers_type not null
    numberbeg varchar(16) not null default ''
    numberend varchar(16) not null default ''
    didlength integer not null default 0
    `,
    'primary key (context, type, numberbeg, numberend)',
  ),
  table(
    'extensions',
    `
    id serial
    commented integer not null default 0
    context varchar(39) not null default ''
    exten varchar(40) not null default ''
    type public.extenumbers_type not null
    typeval varchar(255) not null default ''
    `,
    'primary key (id)',
    'unique (exten, context)',
  ),
  table(
    'linefeatures',
    `
    id serial
    protocol public.trunk_protocol
    protocolid integer
    device varchar(32)
    configregistrar varchar(128)
    name varchar(128)
    number varchar(40)
    context varchar(39) not null
    provisioningid integer not null
    num integer default 1
    ipfrom varchar(15)
    commented integer not null default 0
    description text
    `,
    'primary key (id)',
    'unique (name)',
    'unique (protocol, protocolid)',
  ),
  table(
    'user_line',
    `
    id serial
    user_id integer
    line_id integer not null
    extension_id integer
    main_user boolean not null
    main_line boolean not null
    `,
    'primary key (id, line_id)',
    'unique (user_id, line_id)',
    'foreign key (extension_id) references public.extensions (id)',
    'foreign key (line_id) references public.linefeatures (id)',
    'foreign key (user_id) references public.userfeatures (id)',
  ),
  table(
    'agent_login_status',
    `
    agent_id integer not null
    agent_number varchar(40) not null
    extension varchar(80) not null
    context varchar(80) not null
    interface varchar(128) not null
    state_interface varchar(128) not null
    login_at timestamp without time zone not null default (current_timestamp at time zone 'utc')
    `,
    'primary key (agent_id)',
    'unique (extension, context)',
    'unique (interface)',
  ),
  table(
    'agent_membership_status',
    `
    agent_id integer not null
    queue_id integer not null
    queue_name varchar(128) not null
    penalty integer not null default 0
    `,
    'primary key (agent_id, queue_id)',
  ),
  table(
    'queueskillcat',
    `
    id serial
    name varchar(64) not null default ''
    `,
    'primary key (id)',
    'unique (name)',
  ),
  table(
    'queueskill',
    `
    id serial
    catid integer not null default 1
    name varchar(64) not null default ''
    description text
    `,
    'primary key (id)',
    'unique (name)',
  ),
  table(
    'agentqueueskill',
    `
    agentid integer not null
    skillid integer not null
    weight integer not null default 0
    `,
    'primary key (agentid, skillid)',
  ),
  table(
    'callerid',
    `
    mode public.callerid_mode
    callerdisplay varchar(80) not null default ''
    type public.callerid_type not null
    typeval integer not null
    `,
    'primary key (type, typeval)',
  ),
  table(
    'schedule',
    `
    id serial
    entity_id integer
    name varchar(255) not null default ''
    timezone varchar(128)
    fallback_action public.dialaction_action not null default 'none'
    fallback_actionid varchar(255)
    fallback_actionargs varchar(255)
    description text
    commented integer not null default 0
    `,
    'primary key (id)',
    'foreign key (entity_id) references public.entity (id) on delete restrict',
  ),
  table(
    'schedule_time',
    `
    id serial
    schedule_id integer
    mode public.schedule_time_mode not null default 'opened'
    hours varchar(512)
    weekdays varchar(512)
    monthdays varchar(512)
    months varchar(512)
    action public.dialaction_action
    actionid varchar(255)
    actionargs varchar(255)
    commented integer not null default 0
    `,
    'primary key (id)',
  ),
  table(
    'schedule_path',
    `
    schedule_id integer not null
    "path" public.schedule_path_type not null
    pathid integer not null
    "order" integer not null
    `,
    'primary key (schedule_id, path, pathid)',
  ),
  table(
    'paging',
    `
    id serial
    number varchar(32)
    duplex integer not null default 0
    ignore integer not null default 0
    record integer not null default 0
    quiet integer not null default 0
    timeout integer not null
    announcement_file varchar(64)
    announcement_play integer not null default 0
    announcement_caller integer not null default 0
    commented integer not null default 0
    description text
    `,
    'primary key (id)',
    'unique (number)',
  ),
]
