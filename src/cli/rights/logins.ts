/** Logins, one a line; a CSV of that column alone has its heading above them. */
export function loginsIn(text: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.length > 1 && lines[0] === 'login' ? lines.slice(1) : lines
}
