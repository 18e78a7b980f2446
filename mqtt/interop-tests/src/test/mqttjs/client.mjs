// mqtt.js, driven by lines: fields are separated by tabs and percent-encoded, payloads are text.
// In:  sub SEQ FILTER QOS ID | pub SEQ TOPIC QOS RETAIN TEXT [KEY=VALUE]... | end
// Out: connected PRESENT | refused CODE | done SEQ CODE | msg TOPIC QOS RETAIN TEXT [KEY=VALUE]... | bye CODE
import { createInterface } from 'node:readline'
import mqtt from 'mqtt'

const [url, version, id, clean, user, willTopic, willText] = process.argv.slice(2).map(decodeURIComponent)
const five = version === '5'

const say = (...fields) => process.stdout.write(fields.map((f) => encodeURIComponent(String(f))).join('\t') + '\n')

const toProperties = (pairs) => {
  const properties = {}
  for (const pair of pairs) {
    const [key, value] = pair.split(/=(.*)/s)
    if (key === 'expiry') properties.messageExpiryInterval = Number(value)
    else if (key === 'correlation') properties.correlationData = Buffer.from(value)
    else if (key.startsWith('user:')) {
      properties.userProperties ??= {}
      properties.userProperties[key.slice(5)] = value
    } else properties[key] = value
  }
  return properties
}

const fromProperties = (p = {}) => {
  const pairs = []
  if (p.contentType !== undefined) pairs.push('contentType=' + p.contentType)
  if (p.responseTopic !== undefined) pairs.push('responseTopic=' + p.responseTopic)
  if (p.correlationData !== undefined) pairs.push('correlation=' + p.correlationData)
  if (p.messageExpiryInterval !== undefined) pairs.push('expiry=' + p.messageExpiryInterval)
  if (p.subscriptionIdentifier !== undefined) pairs.push('ids=' + [p.subscriptionIdentifier].flat().sort().join(','))
  for (const [key, value] of Object.entries(p.userProperties ?? {})) pairs.push('user:' + key + '=' + value)
  return pairs
}

const client = mqtt.connect(url, {
  protocolVersion: Number(version),
  ...(version === '3' && { protocolId: 'MQIsdp' }),
  clientId: id,
  clean: clean === 'true',
  username: user || undefined,
  reconnectPeriod: 100,
  ...(willTopic && { will: { topic: willTopic, payload: willText, qos: 1 } }),
  ...(five && clean !== 'true' && { properties: { sessionExpiryInterval: 3600 } })
})
let connected = false
client.on('connect', (connack) => {
  connected = true
  say('connected', connack.sessionPresent)
})
client.on('error', (error) => {
  console.error(error.message)
  if (!connected) {
    say('refused', error.code ?? -1)
    client.end(true)
  }
})
client.on('disconnect', (packet) => {
  say('bye', packet.reasonCode ?? -1)
  client.end(true)
})
client.on('message', (topic, payload, packet) =>
  say('msg', topic, packet.qos, packet.retain, payload, ...fromProperties(packet.properties)))

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const [command, seq, ...fields] = line.split('\t').map(decodeURIComponent)
  if (command === 'sub') {
    const [filter, qos, subscription] = fields
    const options = { qos: Number(qos) }
    if (subscription !== '0') options.properties = { subscriptionIdentifier: Number(subscription) }
    client.subscribe(filter, options, (error, granted, packet) =>
      say('done', seq, packet?.granted?.[0] ?? granted?.[0]?.qos ?? error?.code ?? -1))
  } else if (command === 'pub') {
    const [topic, qos, retain, text, ...pairs] = fields
    const options = { qos: Number(qos), retain: retain === 'true' }
    if (pairs.length) options.properties = toProperties(pairs)
    client.publish(topic, text, options, (error, packet) => say('done', seq, error?.code ?? packet?.reasonCode ?? 0))
  } else if (command === 'end') {
    client.end(false, () => process.exit(0))
  }
})
lines.on('close', () => process.exit(0))
