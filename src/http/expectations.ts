import type {IncomingMessage, Server} from 'node:http'

/** By default, Node tells every client to continue, and refuses unknown expectations without a body. */
export function answerExpectations(server: Server): void {
  for (const event of ['checkContinue', 'checkExpectation']) {
    server.on(event, (request, response) => server.emit('request', request, response))
  }
}

/** Does the client wait for "100 Continue" before it sends its body? */
export const goesOnWhenTold = ({httpVersion, headers: {expect}}: IncomingMessage) =>
  httpVersion === '1.1' && expect?.toLowerCase() === '100-continue'
