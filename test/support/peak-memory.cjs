const {writeFileSync} = require('node:fs')

// For `node --require`: how much memory the process had at most, in KiB.
process.on('exit', () => {
  writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS))
})
