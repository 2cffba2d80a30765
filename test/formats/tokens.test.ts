import {describe, expect, test} from 'vitest'
import {AppError} from '../../src/errors.ts'
import {parseTokens} from '../../src/formats/tokens.ts'

const secrets = ['3f9d0c1b2a495867', 'tKq7-Zx9_Wm2.Lp5', 'a-third-token-that-nobody-guesses'] as const
const [one, two, three] = secrets

describe('a file of tokens', () => {
  test('of before there were names is valid, and its tokens may use the routes of XiVO', () => {
    const text = `# goes in May\n${one}\n\n  ${two}\t\r\nshort\n${one}\n`
    expect(parseTokens(text, 'file')).toEqual([
      {secret: one, role: 'page'},
      {secret: two, role: 'page'},
      {secret: 'short', role: 'page'},
    ])
  })

  test('names them and gives them roles', () => {
    const text = `${one}\nccmanager ${two}\n# for Ansible\nansible.paris  admin\t${three}\ngrafana read ${one}x\nxuc page ${two}y`
    expect(parseTokens(text, 'file')).toEqual([
      {secret: one, role: 'page'},
      {secret: two, role: 'page', name: 'ccmanager'},
      {secret: three, role: 'admin', name: 'ansible.paris'},
      {secret: `${one}x`, role: 'read', name: 'grafana'},
      {secret: `${two}y`, role: 'page', name: 'xuc'},
    ])
  })

  test.each([
    ['a name twice', `ops ${one}\nops admin ${two}`, 'has the same name as line 1'],
    ['a token twice, of which one has a name', `${one}\nops ${one}`, 'has the same token as line 1'],
    ['a token twice under two names', `ops ${one}\nxuc read ${one}`, 'has the same token as line 1'],
    ['an unknown role', `# x\nops root ${one}`, 'has an unknown role'],
    ['a role without a token', `# x\nops admin`, 'has no token'],
    ['a role without a name', `# x\nadmin ${one}`, 'has a reserved word as its name'],
    ['the name of those without one', `# x\nrest ${one}`, 'has a reserved word as its name'],
    ['a token that can be guessed', `# x\nops admin 0123456789abcde`, 'has a token of fewer than 16 characters'],
    ['the token in front of its name', `# x\n${one} ops`, 'has a token of fewer than 16 characters'],
    ['a comment behind it', `# x\n${one} # for ops`, 'has more than three words'],
    ['four words', `# x\nops of paris ${one}`, 'has more than three words'],
    ['a name that does not fit into a log', `# x\nops@paris ${one}`, 'has a name that is not made of'],
    ['a token that no header can hold', `# x\nops ${one}é`, 'has a token with a character that is not ASCII'],
  ])('with %s is refused with the number of the line, without a word of it', (_, text, reason) => {
    try {
      parseTokens(text, '/etc/tokens')
      expect.unreachable()
    } catch (error) {
      const {kind, message, hints} = error as AppError
      expect(error).toBeInstanceOf(AppError)
      expect([kind, message]).toEqual(['usage', expect.stringContaining(`line 2 of the tokens ${reason}`)])
      for (const secret of secrets) expect(`${message} ${hints}`).not.toContain(secret)
    }
  })
})
