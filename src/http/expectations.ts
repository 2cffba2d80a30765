import type {IncomingMessage, Server} from 'node:http'

/** Node by itself tells every client to go on, and refuses what it does not know without a body. */
export function answerExpectations(server: Server): void {
  for (const event of ['checkContinue', 'checkExpectation']) {
    server.on(event, (request, response) => server.emit('request', request, response))
  }
}

/** Does the client hold its body back until it is wanted? */
export const goesOnWhenTold = ({httpVersion, headers: {expect}}: IncomingMessage) =>
  httpVersion === '1.1' && expect?.toLowerCase() === '100-continue'
