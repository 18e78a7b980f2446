// The page: keeps the lines, and shows what the server's events say.

import { AdapterPanel } from './adapter.js';
import { celsius, element, time } from './format.js';
import { Line } from './line.js';
import { follow } from './stream.js';

const byId = id => document.getElementById(id);
const lines = new Map();
const adapter = new AdapterPanel();
let skew = 0; // The server's clock less this one's, in milliseconds.

function line(name) {
  let found = lines.get(name);
  if (!found) {
    found = new Line(name, askFor);
    lines.set(name, found);
    const after = [...byId('lines').children].find(card => card.dataset.line > name);
    byId('lines').insertBefore(found.card, after ?? null);
    found.start();
    found.showAnswers();
    byId('no-lines').hidden = true;
  }
  return found;
}

const handlers = {
  reading: reading => line(reading.line).addReading(reading),
  device: device => {
    line(device.line).setDevice(device.name, device.online, Date.parse(device.at));
    line(device.line).showAnswers();
  },
  setpoint: setPoint => line(setPoint.line).setSetPoint(setPoint),
  answer: answer => line(answer.line).addAnswer(answer),
  adapter: report => {
    skew = Date.parse(report.at) - Date.now();
    adapter.report(report, [...lines.values()].reduce((sum, one) => sum + one.online(), 0));
  },
};

async function load() {
  const [state, faults] = await Promise.all([call('api/plant'), call('api/faults')]);
  state.devices.sort((a, b) => a.name.localeCompare(b.name)).forEach(handlers.device);
  state.readings.reverse().forEach(handlers.reading);
  state.setPoints.forEach(handlers.setpoint);
  state.answers.forEach(handlers.answer);
  byId('faults').checked = faults.wanted;
  byId('faults').disabled = false;
  connection('live', 'Live');
  show();
}

async function call(path, body) {
  const request = body === undefined ? {}
    : { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(path, { ...request, cache: 'no-store', signal: AbortSignal.timeout(10_000) });
  } catch (failure) {
    throw new Error('the server does not answer');
  }
  if (!response.ok) {
    const plain = response.headers.get('Content-Type')?.startsWith('text/plain');
    throw new Error(plain ? await response.text() : `the server answered ${response.status}`);
  }
  return response.status === 204 ? null : response.json();
}

const askFor = (name, value) => call(`api/lines/${encodeURIComponent(name)}/setpoint`, { celsius: value });

byId('faults').addEventListener('change', async ({ target }) => {
  byId('faults-error').textContent = '';
  try {
    await call('api/faults', { wanted: target.checked });
  } catch (failure) {
    target.checked = !target.checked;
    byId('faults-error').textContent = `Not changed: ${failure.message}`;
  }
});

function connection(state, text) {
  byId('connection').dataset.state = state;
  byId('connection-text').textContent = text;
  byId('banner').hidden = state !== 'lost';
  document.body.classList.toggle('stale', state === 'lost');
}

let lostAt = 0;

function lost(delay) {
  if (byId('connection').dataset.state !== 'lost') {
    lostAt = Date.now();
  }
  connection('lost', 'Reconnecting');
  byId('banner-title').textContent = 'The live stream is lost.';
  byId('banner-text').textContent =
    `What you see is from ${time(lostAt)}. The next try is in ${Math.round(delay / 1_000)} s.`;
  adapter.interrupt();
}

const rows = new Map();

function show() {
  if (byId('connection').dataset.state === 'lost') {
    return;
  }
  const now = Date.now() + skew;
  let previous = null;
  for (const [, one] of [...lines].sort(([a], [b]) => a.localeCompare(b))) {
    one.show(now);
    for (const device of one.devices.values()) {
      previous = showRow(one, device, now, previous);
    }
  }
  byId('no-readings').hidden = previous !== null;
}

/** Cells are changed in place: a table that is built anew every second cannot be read out or selected. */
function showRow(one, device, now, previous) {
  const key = `${one.name}/${device.name}`;
  if (!rows.has(key)) {
    const row = element('tr');
    row.dataset.device = device.name;
    const name = element('th', '', device.name);
    name.scope = 'row';
    row.append(name, element('td', 'line-name wide', one.name), element('td', 'number temperature'),
      element('td', 'number wide set-point'), element('td', 'number measured'), element('td'));
    const state = element('span', 'state');
    state.append(element('span', 'dot'), element('span'));
    row.lastElementChild.append(state);
    byId('readings').insertBefore(row, previous ? previous.nextSibling : byId('readings').firstChild);
    rows.set(key, row);
  }
  const row = rows.get(key);
  const [, , temperature, setPoint, at, state] = row.children;
  setText(temperature, device.last ? `${celsius(device.last.celsius)} °C` : '–');
  setText(setPoint, device.last ? `${celsius(device.last.setPoint)} °C` : '–');
  setText(at, device.last ? time(device.last.at) : '–');
  const word = one.state(device, now);
  state.firstElementChild.className = `state ${word}`;
  setText(state.firstElementChild.lastElementChild, word);
  return row;
}

function setText(where, text) {
  if (where.textContent !== text) {
    where.textContent = text;
  }
}

follow('api/live', Object.keys(handlers), {
  onOpen: load,
  onEvent: (name, data) => handlers[name](data),
  onLost: lost,
});
setInterval(show, 500);
