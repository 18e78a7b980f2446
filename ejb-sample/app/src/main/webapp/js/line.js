// One line of the plant: its card, with its devices, chart and set-point.

import { LineChart, forget, seriesColour, WINDOW } from './charts.js';
import { celsius, element, plural, time } from './format.js';

const SILENT_AFTER = 10_000;

export class Line {
  constructor(name, askFor) {
    this.name = name;
    this.devices = new Map();
    this.setPoint = null;
    this.answers = new Map();
    this.targets = [];
    this.proposed = false; // Whether the form has its first value. After that it belongs to the person.
    this.card = document.getElementById('line-template').content.firstElementChild.cloneNode(true);
    this.card.dataset.line = name;
    this.part('h3').textContent = name;
    this.part('.label-text').textContent = `Set-point for ${name}`;
    this.part('canvas').setAttribute('aria-label', `Temperatures of ${name}`);
    this.part('form').addEventListener('submit', event => {
      event.preventDefault();
      this.submit(askFor);
    });
  }

  part(selector) {
    return this.card.querySelector(selector);
  }

  /** Needs the card to be in the page. */
  start() {
    this.chart = new LineChart(this.part('canvas'));
  }

  device(name) {
    let device = this.devices.get(name);
    if (!device) {
      device = { name, points: [], online: true, last: null, ...this.valueItem(name, this.devices.size) };
      this.devices.set(name, device);
      this.chart.addSeries(name, device.points);
    }
    return device;
  }

  valueItem(name, index) {
    const item = element('li');
    const swatch = element('span', 'swatch');
    swatch.style.setProperty('--colour', seriesColour(index));
    const value = element('span', 'value', '–');
    item.append(swatch, element('span', 'name', name), value);
    this.part('.values').insertBefore(item, this.part('.target'));
    return { item, value };
  }

  /** A reading may come twice, and later than its successors: a failed delivery is repeated after others. */
  addReading(reading) {
    const device = this.device(reading.device);
    const at = Date.parse(reading.at);
    const { points } = device;
    let place = points.length;
    while (place > 0 && points[place - 1].x > at) {
      place--;
    }
    if (place > 0 && points[place - 1].x === at) {
      return;
    }
    points.splice(place, 0, { x: at, y: reading.celsius });
    if (!device.last || at >= device.last.at) {
      device.last = { at, celsius: reading.celsius, setPoint: reading.setPoint };
    }
    // A device may refuse what the others accept. One of them stands for the line.
    if (device === this.devices.values().next().value) {
      this.addTarget(at, reading.setPoint);
    }
  }

  addTarget(at, setPoint) {
    const last = this.targets.at(-1);
    if (!last || (at > last.at && setPoint !== last.celsius)) {
      this.targets.push({ at, celsius: setPoint });
    }
  }

  setDevice(name, online, at) {
    const device = this.device(name);
    device.online = online;
    device.changedAt = at;
  }

  setSetPoint(setPoint) {
    this.setPoint = { celsius: setPoint.celsius, at: Date.parse(setPoint.at) };
    this.showAnswers();
  }

  addAnswer(answer) {
    this.answers.set(answer.device, { ...answer, at: Date.parse(answer.at) });
    this.showAnswers();
  }

  /** What the table says of a device. */
  state(device, now) {
    if (!device.online) {
      return 'offline';
    }
    return device.last && now - device.last.at > SILENT_AFTER ? 'silent' : 'online';
  }

  online() {
    return [...this.devices.values()].filter(device => device.online).length;
  }

  show(now) {
    for (const device of this.devices.values()) {
      forget(device.points, now);
      device.item.classList.toggle('offline', !device.online);
      device.value.textContent = device.last ? `${celsius(device.last.celsius)}°` : '–';
    }
    const summary = this.part('.devices-online');
    const all = this.devices.size;
    const online = this.online();
    summary.textContent = online === all ? `${plural(all, 'device')} connected` : `${online} of ${plural(all, 'device')} connected`;
    summary.classList.toggle('some', online < all);
    this.showTarget();
    this.chart.show(now, this.targetPoints(now));
  }

  showTarget() {
    const target = this.targets.at(-1);
    this.part('.target').hidden = !target;
    if (target) {
      this.part('.target .value').textContent = `${celsius(target.celsius)}°`;
      if (!this.proposed) {
        this.proposed = true;
        this.part('input').value ||= target.celsius;
      }
    }
  }

  targetPoints(now) {
    const from = now - WINDOW;
    const { targets } = this;
    while (targets.length > 1 && targets[1].at < from) {
      targets.shift();
    }
    const points = targets.map(target => ({ x: target.at, y: target.celsius }));
    return points.length ? [...points, { x: now, y: points.at(-1).y }] : points;
  }

  showAnswers() {
    const { setPoint } = this;
    this.part('.asked').textContent = setPoint
      ? `Asked for ${celsius(setPoint.celsius)} °C at ${time(setPoint.at)}`
      : 'No set-point sent yet; the devices keep their own.';
    this.part('.answers ul').replaceChildren(...(setPoint ? [...this.devices.values()].map(device => this.answerItem(device)) : []));
  }

  answerItem(device) {
    const answer = this.answers.get(device.name);
    const fresh = answer && answer.at >= this.setPoint.at;
    const kind = !fresh ? 'waiting' : answer.accepted ? 'accepted' : 'refused';
    const what = {
      waiting: () => device.online ? 'has not answered yet' : 'is offline and gets it when it is back',
      accepted: () => `accepted ${celsius(answer.celsius)} °C at ${time(answer.at)}`,
      refused: () => `refused ${celsius(answer.celsius)} °C: ${answer.reason}`,
    }[kind]();
    const item = element('li', kind);
    item.dataset.device = device.name;
    const sign = element('span', 'sign', { waiting: '…', accepted: '✓', refused: '✕' }[kind]);
    sign.setAttribute('aria-hidden', 'true');
    item.append(sign, element('span', '', device.name), element('span', 'what', what));
    return item;
  }

  async submit(askFor) {
    const input = this.part('input');
    const button = this.part('button');
    const value = input.valueAsNumber;
    if (!Number.isFinite(value)) {
      return this.complain('A set-point is a number, for instance 21.5.');
    }
    this.complain('');
    button.disabled = true;
    try {
      await askFor(this.name, value);
    } catch (failure) {
      this.complain(`Not sent: ${failure.message}`);
    } finally {
      button.disabled = false;
    }
  }

  complain(text) {
    this.part('.form-error').textContent = text;
    this.part('input').setAttribute('aria-invalid', String(text !== ''));
  }
}
