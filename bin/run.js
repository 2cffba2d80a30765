#!/usr/bin/env node
const {join} = require('node:path')
const {dist, load} = require('./load.js')

const root = join(__dirname, '..')
// Completion answers the shell without oclif.
if (process.argv[2] === 'complete') load(join(dist, 'src/cli/complete/complete.js')).tellShell(root)
else load(join(dist, 'src/cli/run/start.js')).start(root)
