// The build keeps V8's code of the program's files beside them. Another version of Node compiles them as ever.
const {readFileSync} = require('node:fs')
const Module = require('node:module')
const {dirname, join, sep} = require('node:path')
const {Script} = require('node:vm')

const dist = join(__dirname, '..', 'dist') + sep
const [opening] = Module.wrapper

/** Lets `codeOf` give the code of each file of the build; undefined leaves the file to Node. */
exports.runFrom = (codeOf, seen = () => {}) => {
  const compile = Module.prototype._compile
  Module.prototype._compile = function (content, filename, ...rest) {
    const code = filename.startsWith(dist) ? codeOf(filename) : undefined
    if (code === undefined) return compile.call(this, content, filename, ...rest)
    const script = new Script(Module.wrap(content), {
      filename,
      cachedData: code ?? undefined,
      columnOffset: -opening.length,
    })
    seen(filename, script)
    const require = Module.createRequire(filename)
    return script.runInThisContext().call(this.exports, this.exports, require, this, filename, dirname(filename))
  }
}

exports.codeFile = (filename) => `${filename}.code`

exports.readCode = (filename) => {
  try {
    return readFileSync(exports.codeFile(filename))
  } catch {
    return undefined
  }
}
