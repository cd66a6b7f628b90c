// Publishes one record and follows it: prints each receipt, ends with 1 if it was not taken.
//
//     npm install
//     node publish.mjs record.json
//     node publish.mjs --withdraw RECORD_ID
//
// The environment says where and who: ATTACHE_KAFKA, ATTACHE_PARTNER; on a secure broker also
// ATTACHE_KAFKA_CA, ATTACHE_OPERATOR_KAFKA_USER and ATTACHE_OPERATOR_KAFKA_PASSWORD.

import { readFile } from 'node:fs/promises'
import * as fzstd from 'fzstd'
import kafkajs from 'kafkajs'

const { CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel } = kafkajs
// our topics are compressed with zstd, which kafkajs leaves to a codec of one's choice
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async () => { throw new Error('we send uncompressed; the broker compresses') },
  decompress: async (bytes) => Buffer.from(fzstd.decompress(bytes)),
})

const env = process.env
const partner = env.ATTACHE_PARTNER
const prefix = env.ATTACHE_TOPIC_PREFIX ?? '' // only where several ledgers share a broker
const reports = `${prefix}reports.${partner}`
const receipts = `${prefix}receipts.${partner}`
const patience = 60_000 // milliseconds

const secure = env.ATTACHE_OPERATOR_KAFKA_USER && {
  ssl: { ca: [await readFile(env.ATTACHE_KAFKA_CA, 'utf8')] },
  sasl: {
    mechanism: 'scram-sha-512',
    username: env.ATTACHE_OPERATOR_KAFKA_USER,
    password: env.ATTACHE_OPERATOR_KAFKA_PASSWORD,
  },
}
const kafka = new Kafka({
  clientId: partner,
  brokers: env.ATTACHE_KAFKA.split(','),
  logLevel: logLevel.ERROR,
  ...secure,
})

// Our receipts from where they end now; must be open before anything is sent.
async function follow(hear) {
  const admin = kafka.admin()
  await admin.connect()
  const ends = await admin.fetchTopicOffsets(receipts)
  await admin.disconnect()
  const consumer = kafka.consumer({ groupId: `${partner}.publish-${process.pid}` })
  await consumer.connect()
  await consumer.subscribe({ topic: receipts })
  const joined = new Promise((done) => consumer.on(consumer.events.GROUP_JOIN, done))
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => hear(JSON.parse(message.value.toString())),
  })
  for (const { partition, high } of ends) consumer.seek({ topic: receipts, partition, offset: high })
  await joined
  return consumer
}

async function publish(key, value) {
  const producer = kafka.producer({
    idempotent: true,
    createPartitioner: Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  const headers = { 'content-type': 'application/json' }
  const [{ partition, baseOffset }] = await producer.send({
    topic: reports,
    acks: -1,
    messages: [{ key, value, headers }],
  })
  await producer.disconnect()
  return { partition, offset: Number(baseOffset) }
}

const [first, second] = process.argv.slice(2)
const withdraws = first === '--withdraw'
const value = withdraws ? null : await readFile(first)
const recordId = withdraws ? second : JSON.parse(value).record_id

let place = null // of our record; null until the broker has said
let takenAs = null // the report and revision that ingest made of it
const early = []
const interpreted = new Map()
// not awaited by hear(): the consumer ends only once that has returned
const end = (code) => void consumer.disconnect().finally(() => process.exit(code))
const finish = (last) => end(['rejected', 'conflicting'].includes(last.status) ? 1 : 0)

function hear(receipt) {
  if (place === null) return void early.push(receipt)
  const about = `${receipt.report_id} ${receipt.revision}`
  if (receipt.stage === 'normalize') {
    interpreted.set(about, receipt) // it may overtake the one of ingest
  } else if (receipt.partition === place.partition && receipt.offset === place.offset) {
    console.log(JSON.stringify(receipt))
    if (receipt.status !== 'accepted') return finish(receipt)
    takenAs = about
  }
  if (interpreted.has(takenAs)) {
    console.log(JSON.stringify(interpreted.get(takenAs)))
    finish(interpreted.get(takenAs))
  }
}

const fail = (error) => { console.error(error.message); process.exit(1) }
const consumer = await follow(hear).catch(fail)
place = await publish(recordId, value).catch(fail)
early.forEach(hear)
setTimeout(() => { console.error('no receipt in time'); end(1) }, patience)
