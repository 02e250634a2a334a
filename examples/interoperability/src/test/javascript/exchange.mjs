// SPDX-License-Identifier: Apache-2.0
// Reads what it is given and writes it again, with two libraries for JavaScript.
// usage: node exchange.mjs REGISTRY-URL SUBJECT HEX
// Prints one JSON object: what each library read, and the bytes that each wrote of it.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import avsc from 'avsc'

const [url, subject, hex] = process.argv.slice(2)
const bytes = Buffer.from(hex, 'hex')

const registry = new SchemaRegistry({ host: url })
const read = await registry.decode(bytes)
const id = await registry.getLatestSchemaId(subject)
const written = await registry.encode(id, read)

const header = bytes.subarray(0, 5)
const { schema } = await (await fetch(`${url}/schemas/ids/${header.readInt32BE(1)}`)).json()
const type = avsc.Type.forSchema(JSON.parse(schema))
const avscRead = type.fromBuffer(bytes.subarray(5))
const avscWritten = Buffer.concat([header, type.toBuffer(avscRead)])

console.log(JSON.stringify({
  registry: { id: header.readInt32BE(1), value: read, hex: written.toString('hex') },
  avsc: { value: avscRead, hex: avscWritten.toString('hex') },
}))
