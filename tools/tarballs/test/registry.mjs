// A registry that tells what it is told to about the package "tar" and one that depends on it. Prints its port.
import { createServer } from 'node:http'

const [status, severity] = process.argv.slice(2)
const advisory = {
  id: 1,
  url: 'https://example.org/1',
  title: 'Writes anywhere',
  severity,
  vulnerable_versions: '<7',
}
const answers = { [process.argv[4]]: [advisory] }

createServer((request, response) => {
  request.resume()
  const isAudit = request.url.endsWith('/advisories/bulk')
  response.writeHead(isAudit ? Number(status) : 200, { 'content-type': 'application/json' })
  const name = decodeURIComponent(request.url.slice(1))
  const versions = { '6.2.1': { name, version: '6.2.1' } }
  const about = { name, 'dist-tags': { latest: '6.2.1' }, versions }
  response.end(JSON.stringify(isAudit ? answers : about))
}).listen(0, '127.0.0.1', function listening() {
  console.log(String(this.address().port)) // A number might be coloured.
})
