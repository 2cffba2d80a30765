import type {Page} from 'playwright-core'
import {expect} from 'vitest'

/** What a person does on the page: says who he is, lets it ask for the users, reads the answer. */
export async function tryItOut(page: Page, token: string): Promise<void> {
  await page.getByRole('button', {name: 'Authorize'}).first().click()
  await page.locator('.auth-container input').fill(token)
  await page.locator('.auth-container .authorize').click()
  await page.locator('.auth-container .btn-done').click()

  const operation = page.locator('#operations-Profiles-getUsers')
  await operation.locator('.opblock-summary').click()
  await operation.getByRole('button', {name: 'Try it out'}).click()
  await operation.getByRole('button', {name: 'Execute'}).click()

  const answer = operation.locator('.live-responses-table tbody')
  await answer.waitFor()
  expect(await answer.locator('.response-col_status').first().textContent()).toMatch(/^200/)
  expect(await answer.textContent()).toContain('jmenage')
}
