// Which packages are in the build, for their licences and the bill of materials.
const {relative, resolve} = require('node:path')

/** The folder of the package that a file belongs to; the builds of the tests are in `node_modules/.cache`. */
const inPackage = /^.*\/node_modules\/(?:@[^/]+\/)?[^./@][^/]*(?=\/)/

/** The folders of the packages of which the output holds anything, from esbuild's metafile. */
exports.bundledFolders = ({outputs}) => {
  const folders = new Set()
  for (const {inputs} of Object.values(outputs)) {
    for (const [path, {bytesInOutput}] of Object.entries(inputs)) {
      const [folder] = inPackage.exec(resolve(path)) ?? []
      if (folder !== undefined && bytesInOutput > 0) folders.add(relative('.', folder))
    }
  }
  return [...folders].sort()
}
