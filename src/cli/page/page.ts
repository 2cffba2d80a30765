/** Follows the reader's light or dark mode, and is always light on A4; a long table repeats its heads, and no row is cut. */
const style = `
  :root {
    color-scheme: light dark;
    --ink: #1b1b1b; --paper: #fff; --faint: #595959; --rule: #8a8a8a; --head: #eee;
    --blue: #1f5fa8; --orange: #b35900; --grey: #767676;
  }
  @media screen and (prefers-color-scheme: dark) {
    :root {
      --ink: #e6e6e6; --paper: #16181d; --faint: #a9adb5; --rule: #5d6068; --head: #262a31;
      --blue: #7db3f2; --orange: #f0a35c; --grey: #9a9ea6;
    }
  }
  @page { size: A4 ORIENTATION; margin: 15mm }
  @media print { :root { color-scheme: light } body { margin: 0; max-width: none; padding: 0 } }
  body { font: 10pt/1.4 sans-serif; color: var(--ink); background: var(--paper); margin: 2em auto; max-width: 80em; padding: 0 1em }
  h1 { font-size: 16pt } h2 { font-size: 12pt; margin: 1.5em 0 0; break-after: avoid } p { margin: .3em 0 }
  table { border-collapse: collapse; width: 100%; margin-top: .5em; font-size: 8pt }
  thead { display: table-header-group }
  tr, figure { break-inside: avoid }
  th, td { border: 1px solid var(--rule); padding: .2em .4em; text-align: left; vertical-align: top; overflow-wrap: break-word }
  th { background: var(--head) }
  td.number { text-align: right; font-variant-numeric: tabular-nums }
  dl.figures { display: flex; flex-wrap: wrap; gap: .5em 2em; margin: 1em 0 }
  dl.figures dt { color: var(--faint) } dl.figures dd { margin: 0; font-size: 14pt }
  figure { margin: 1em 0 0 } figcaption { color: var(--faint) }
  svg { width: 100%; height: auto; max-width: 60em; print-color-adjust: exact }
  svg text { font: 11px sans-serif; fill: var(--ink) } svg .axis { stroke: var(--rule); opacity: .4 } svg .axis.zero { stroke: var(--ink); opacity: 1 }
`

/**
 * A page of its own: without scripts and without anything from elsewhere, which it also tells the browser. `body` is HTML, `title` is
 * text.
 */
export const htmlPage = (
  title: string,
  body: readonly string[],
  {landscape = false}: {landscape?: boolean} = {},
): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style.replace('ORIENTATION', landscape ? 'landscape' : 'portrait')}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`

/** Texts in the rows of a table; columns of numbers, by their heads, are aligned to the right. */
export function htmlTable(
  heads: readonly string[],
  cells: readonly (readonly string[])[],
  numbers: readonly string[] = [],
): string {
  const opening = heads.map((head) => (numbers.includes(head) ? '<td class="number">' : '<td>'))
  const row = (texts: readonly string[]) =>
    `<tr>${texts.map((text, i) => `${opening[i] ?? '<td>'}${breakable(text)}</td>`).join('')}</tr>`
  return `<table>
<thead><tr>${heads.map((head) => `<th scope="col">${breakable(head)}</th>`).join('')}</tr></thead>
<tbody>
${cells.map(row).join('\n')}
</tbody>
</table>`
}

/** With a capital, as a title and a sentence begin. */
export const capitalised = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

export const paragraph = (text: string) => `<p>${escaped(text)}</p>`

/** A word longer than a column may be broken; a cell has no control characters. */
const breakable = (text: string) => escaped(text.replace(/\S{30}(?=\S)/gu, '$&\0')).replaceAll('\0', '<wbr>')

const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

export const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
