// What node-postgres computes to log in, with node:crypto. Its own module loads the Web Crypto API, which takes 5 ms of CPU time.
const {createHash, createHmac, pbkdf2, randomBytes} = require('node:crypto')
const {promisify} = require('node:util')

const hashed = (name, data) => createHash(name).update(data).digest()
const md5 = async (text) => hashed('md5', text).toString('hex')

module.exports = {
  randomBytes,
  md5,
  postgresMd5PasswordHash: async (user, password, salt) =>
    `md5${await md5(Buffer.concat([Buffer.from(await md5(password + user)), salt]))}`,
  sha256: async (data) => hashed('sha256', data),
  hashByName: async (name, data) => hashed(name, data),
  hmacSha256: async (key, text) => createHmac('sha256', key).update(text).digest(),
  // Asynchronous, because the server chooses how long it takes.
  deriveKey: (password, salt, iterations) => promisify(pbkdf2)(password, salt, iterations, 32, 'sha256'),
}
