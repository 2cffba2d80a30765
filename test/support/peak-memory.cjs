const {writeFileSync} = require('node:fs')

// For `node --require`: writes the peak memory of the process, in KiB.
process.on('exit', () => {
  writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS))
})
