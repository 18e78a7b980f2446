// What the adapter counts, as the server reports it once a second.

import { RateChart } from './charts.js';
import { count, element } from './format.js';

const TILES = [
  { id: 'devices', label: 'connected devices', of: (now, before, devices) => devices },
  { id: 'rate', label: 'messages a second', of: (now, before) => perSecond(now, before) },
  { id: 'delivered', label: 'deliveries to beans', of: now => now.activations.Delivered },
  { id: 'failed', label: 'failed deliveries', notice: true, of: now => now.activations.Failed },
  { id: 'retried', label: 'retried deliveries', notice: true, of: now => now.activations.Redelivered },
  { id: 'waiting', label: 'waiting for a retry', notice: true, of: now => now.activations.WaitingForRedelivery },
];

// A hosted broker counts what is published; where the adapter is a client, what arrives for the beans is known.
const received = report => report.broker.Received ?? report.activations.Received;

function perSecond(now, before) {
  const seconds = before ? (now.at - before.at) / 1_000 : 0;
  const difference = before ? received(now) - received(before) : NaN;
  // A smaller number means that the adapter has started again.
  return seconds > 0 && difference >= 0 ? Math.round(difference / seconds) : undefined;
}

export class AdapterPanel {
  constructor() {
    this.before = null;
    this.chart = new RateChart(document.getElementById('rate'));
    this.values = TILES.map(tile => {
      const box = element('div');
      const value = element('dd', '', '–');
      value.id = `adapter-${tile.id}`;
      box.append(element('dt', '', tile.label), value);
      document.getElementById('tiles').append(box);
      return value;
    });
  }

  /** @param devices how many are connected now: they say so themselves, which is more than an open connection */
  report(report, devices) {
    const now = { ...report, at: Date.parse(report.at) };
    TILES.forEach((tile, index) => {
      const number = tile.of(now, this.before, devices);
      const value = this.values[index];
      value.textContent = Number.isFinite(number) ? count(number) : '–';
      value.parentElement.classList.toggle('noticed', Boolean(tile.notice) && number > 0);
    });
    const rate = perSecond(now, this.before);
    if (rate !== undefined) {
      this.chart.add(now.at, rate);
    }
    document.getElementById('address').textContent = report.address
      ? `The broker inside the server listens at ${report.address}.` : '';
    this.before = now;
  }

  /** Counters of another time say nothing about the rate now. */
  interrupt() {
    this.before = null;
  }
}
