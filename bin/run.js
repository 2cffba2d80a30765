#!/usr/bin/env node
const {join} = require('node:path')
const {readCode, runFrom} = require('./code-cache.js')

runFrom(readCode)
require('../dist/src/cli/start.js').start(join(__dirname, '..'))
