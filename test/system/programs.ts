export const chromium = '/usr/bin/chromium'
export const nginx = '/usr/sbin/nginx'
export const pgbouncer = '/usr/sbin/pgbouncer'
export const systemdAnalyze = '/usr/bin/systemd-analyze'
