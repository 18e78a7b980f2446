// Clients of mqtt.js, driven by lines: fields are separated by tabs and percent-encoded, payloads are text.
// HANDLE names the client, SEQ the command that is answered.
// In:  open HANDLE URL VERSION ID CLEAN USER WILL-TOPIC WILL-TEXT | end HANDLE
//      sub HANDLE SEQ FILTER QOS ID | pub HANDLE SEQ TOPIC QOS RETAIN TEXT [KEY=VALUE]...
// Out: connected HANDLE | refused HANDLE CODE | done HANDLE SEQ CODE | bye HANDLE CODE | ended HANDLE
//      msg HANDLE TOPIC QOS RETAIN TEXT [KEY=VALUE]...
import { createInterface } from 'node:readline'
import mqtt from 'mqtt'

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

const clients = new Map()

const open = (handle, url, version, id, clean, user, willTopic, willText) => {
  const client = mqtt.connect(url, {
    protocolVersion: Number(version),
    ...(version === '3' && { protocolId: 'MQIsdp' }),
    clientId: id,
    clean: clean === 'true',
    username: user || undefined,
    reconnectPeriod: 100,
    ...(willTopic && { will: { topic: willTopic, payload: willText, qos: 1 } }),
    ...(version === '5' && clean !== 'true' && { properties: { sessionExpiryInterval: 3600 } })
  })
  clients.set(handle, client)
  let connected = false
  client.on('connect', () => {
    connected = true
    say('connected', handle)
  })
  client.on('error', (error) => {
    console.error(error.message)
    if (!connected) {
      say('refused', handle, error.code ?? -1)
      client.end(true)
    }
  })
  client.on('disconnect', (packet) => {
    say('bye', handle, packet.reasonCode ?? -1)
    client.end(true)
  })
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'puback' || packet.cmd === 'pubrec') client.lastCode = packet.reasonCode ?? 0
  })
  client.on('message', (topic, payload, packet) =>
    say('msg', handle, topic, packet.qos, packet.retain, payload, ...fromProperties(packet.properties)))
}

const commands = {
  open,
  sub: (handle, seq, filter, qos, subscription) => {
    const options = { qos: Number(qos) }
    if (subscription !== '0') options.properties = { subscriptionIdentifier: Number(subscription) }
    clients.get(handle).subscribe(filter, options, (error, granted, packet) =>
      say('done', handle, seq, packet?.granted?.[0] ?? granted?.[0]?.qos ?? error?.code ?? -1))
  },
  pub: (handle, seq, topic, qos, retain, text, ...pairs) => {
    const client = clients.get(handle)
    const options = { qos: Number(qos), retain: retain === 'true' }
    if (pairs.length) options.properties = toProperties(pairs)
    client.publish(topic, text, options, (error) => say('done', handle, seq, error ? -1 : (client.lastCode ?? 0)))
  },
  end: (handle) => clients.get(handle).end(!clients.get(handle).connected, () => say('ended', handle))
}

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const [command, ...fields] = line.split('\t').map(decodeURIComponent)
  commands[command](...fields)
})
lines.on('close', () => process.exit(0))
