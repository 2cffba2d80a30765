#!/usr/bin/env node
const {join} = require('node:path')
const {dist, load} = require('./load.js')

load(join(dist, 'src/cli/start.js')).start(join(__dirname, '..'))
