import {startCluster} from '../../src/embedded/cluster.ts'

const [directory = '', cache] = process.argv.slice(2)
const {pid} = await startCluster({directory, binaries: {cache}, durable: false})
console.log(pid)
