// A real Bluesky network on this machine: identity directory (PLC), personal data server (PDS) and the app's view of the
// network (AppView), in one process, from the packages that Bluesky itself is tested with. Ends when standard input does.
//
// environment: DB_POSTGRES_URL (any PostgreSQL; everything goes into a schema of its own), PDS_PORT, CONTROL_PORT (0: any)
// prints one line of JSON when it serves: {"pds": ..., "control": ...}; POST /settle at the control address answers when
// everything that was written is in the app's view.
import http from 'node:http'
import Database from 'better-sqlite3'
import devEnv from '@atproto/dev-env'

readBlobsAsBuffers()

const { TestPlc, TestPds, TestBsky, mockNetworkUtilities } = devEnv
// The app's view takes letters alone.
const schema = 'bluesky_' + [...String(process.pid)].map((digit) => 'abcdefghij'[digit]).join('')
const pdsPort = Number(process.env.PDS_PORT || 0) || (await freePort())

const plc = await TestPlc.create({})
const bsky = await TestBsky.create({
  plcUrl: plc.url,
  pdsPort,
  repoProvider: `ws://localhost:${pdsPort}`,
  dbPostgresUrl: process.env.DB_POSTGRES_URL,
  dbPostgresSchema: schema,
})
const pds = await TestPds.create({
  port: pdsPort,
  didPlcUrl: plc.url,
  bskyAppViewUrl: bsky.url,
  bskyAppViewDid: bsky.ctx.cfg.serverDid,
  inviteRequired: false,
})
mockNetworkUtilities(pds, bsky)

/** What was written last is in the app's view when its subscription has come so far and its queue is empty. */
async function settle() {
  await pds.processAll()
  const last = await pds.ctx.sequencer.curr()
  const end = Date.now() + 20_000
  for (;;) {
    await bsky.sub.processAll()
    if (!last || (await bsky.sub.runner.getCursor()) >= last) {
      break
    }
    if (Date.now() > end) {
      throw new Error(`the app's view does not come to ${last}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await bsky.sub.processAll()
}

const control = http.createServer(async (request, response) => {
  try {
    if (request.method === 'POST' && request.url === '/settle') {
      await settle()
      response.writeHead(204).end()
    } else {
      response.writeHead(404).end()
    }
  } catch (problem) {
    response.writeHead(500).end(String(problem))
  }
})
await new Promise((resolve) => control.listen(Number(process.env.CONTROL_PORT || 0), '127.0.0.1', resolve))

console.log(JSON.stringify({ pds: `http://localhost:${pdsPort}`, control: `http://127.0.0.1:${control.address().port}` }))

process.stdin.on('end', () => process.exit(0))
process.stdin.resume()

/**
 * The data server's SQLite is libsql here (package.json says so), which comes compiled with npm and needs no compiler; it
 * differs in one thing: blobs are read as ArrayBuffer.
 */
function readBlobsAsBuffers() {
  const statement = Object.getPrototypeOf(new Database(':memory:').prepare('select 1'))
  const { all } = statement
  statement.all = function (...parameters) {
    const rows = all.apply(this, parameters)
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (value instanceof ArrayBuffer) {
          row[column] = Buffer.from(value)
        }
      }
    }
    return rows
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = http.createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
