/** The modules that play and record; none of them listens on the network. Their order, which matters where a sound has several formats, is Asterisk's. */
const needed =
  /^(format_.*|codec_.*|app_playback|app_record|app_userevent|func_db|func_channel|pbx_config|res_timing_timerfd)\.so$/

/** The files of /etc/asterisk that differ from the packaged ones, by name. `modules` are those that it has. */
export function configuration(modules: readonly string[], port: number, secret: string): Record<string, string> {
  const others = modules.filter((name) => name.endsWith('.so') && !needed.test(name))
  return {
    'modules.conf': `[modules]\nautoload=yes\n${others.map((name) => `noload=${name}\n`).join('')}`,
    'logger.conf': '[logfiles]\nmessages=notice,warning,error\n',
    'manager.conf': `[general]\nenabled=yes\nbindaddr=127.0.0.1\nport=${port}\n\n[test]\nsecret=${secret}\nread=system,user\nwrite=all\n`,
    'extensions.conf': dialplan,
  }
}

/**
 * The two halves of a call: one plays, the other records what it hears. Names come from Asterisk's database, because the manager
 * interface splits its variables at commas.
 */
const dialplan = `
[play]
exten => s,1,Set(CHANNEL(language)=\${DB(language/\${CALL})})
 same => n,Answer()
 same => n,Wait(0.2)
 same => n,Playback(\${DB(file/\${CALL})})
 same => n,UserEvent(Played,Call: \${CALL},Status: \${PLAYBACKSTATUS})
 same => n,Hangup()
exten => h,1,NoOp()

[record]
exten => s,1,Record(/rec/\${CALL}.wav,0,0,kqx)
exten => h,1,UserEvent(Recorded,Call: \${CALL})
`
