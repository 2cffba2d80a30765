/** Can the locale show more than ASCII? The first of these variables that is set decides, as in the C library. */
const isUtf8 = ({LC_ALL, LC_CTYPE, LANG}: NodeJS.ProcessEnv) => /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')

const unicode = {arrow: '→', minus: '−'}
const ascii: typeof unicode = {arrow: '->', minus: '-'}

/** The marks of this terminal. */
export const marks = (env: NodeJS.ProcessEnv = process.env): typeof unicode => (isUtf8(env) ? unicode : ascii)
