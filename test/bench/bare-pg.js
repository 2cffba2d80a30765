import pg from 'pg'

// As little as a Node program can do to read from PostgreSQL.
async function main() {
  const client = new pg.Client(process.argv[2])
  await client.connect()
  const {rows} = await client.query(process.argv[3])
  for (const row of rows) console.log(Object.values(row).join('  '))
  await client.end()
}

main()
