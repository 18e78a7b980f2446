// The two kinds of chart. Chart.js comes as a script of its own and is the global `Chart`.

import { celsius, colour, time } from './format.js';

export const WINDOW = 120_000; // How much of the past a chart shows, in milliseconds.
const SERIES = ['--series-1', '--series-2', '--series-3', '--series-4'];

export const seriesColour = index => `var(${SERIES[index % SERIES.length]})`;

Chart.defaults.font.family = 'system-ui, "DejaVu Sans", sans-serif';

const charts = new Set();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach(chart => chart.recolour()));

/** The temperatures of one line: a curve for each device, and a dashed one for what they aim at. */
export class LineChart {
  constructor(canvas) {
    this.chart = new Chart(canvas, options({
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            title: items => items.length ? time(items[0].parsed.x) : '',
            label: item => ` ${item.dataset.label}  ${celsius(item.parsed.y)} °C`,
          },
        },
      },
      scales: { y: { grace: '12%', ticks: { callback: value => `${Number(value.toFixed(2))}°` } } },
    }));
    this.target = { label: 'set-point', data: [], borderDash: [5, 4], stepped: 'before', borderWidth: 1.5 };
    this.chart.data.datasets.push(this.target);
    charts.add(this);
    this.recolour();
  }

  /** The points of a device, which may grow later. */
  addSeries(label, points) {
    this.chart.data.datasets.push({ label, data: points, borderWidth: 2, tension: 0.25 });
    this.recolour();
  }

  /** Shows the window that ends now. */
  show(now, target) {
    this.target.data = target;
    slide(this.chart, now);
    this.chart.update('none');
  }

  recolour() {
    this.target.borderColor = colour('--target');
    this.chart.data.datasets.slice(1).forEach((set, index) => {
      set.borderColor = colour(SERIES[index % SERIES.length]);
      set.backgroundColor = set.borderColor;
    });
    recolour(this.chart);
  }
}

/** A rate over time, as an area. */
export class RateChart {
  constructor(canvas) {
    this.points = [];
    this.chart = new Chart(canvas, options({
      plugins: {
        legend: { display: false },
        tooltip: { callbacks: {
          title: items => items.length ? time(items[0].parsed.x) : '',
          label: item => ` ${item.parsed.y} a second`,
        } },
      },
      scales: { y: { beginAtZero: true, suggestedMax: 10, ticks: { precision: 0, maxTicksLimit: 4 } } },
    }));
    this.chart.data.datasets.push({ data: this.points, fill: 'origin', borderWidth: 2, tension: 0.25 });
    charts.add(this);
    this.recolour();
  }

  add(now, rate) {
    this.points.push({ x: now, y: rate });
    forget(this.points, now);
    slide(this.chart, now);
    this.chart.update('none');
  }

  recolour() {
    const [set] = this.chart.data.datasets;
    set.borderColor = colour('--series-1');
    set.backgroundColor = `color-mix(in srgb, ${set.borderColor} 15%, transparent)`;
    recolour(this.chart);
  }
}

/** Drops the points that left the window, all but the one that the curve comes from. */
export function forget(points, now) {
  const kept = points.findIndex(point => point.x > now - WINDOW);
  if (kept > 1) {
    points.splice(0, kept - 1);
  }
}

function slide(chart, now) {
  const { x } = chart.options.scales;
  x.min = now - WINDOW;
  x.max = now;
}

function recolour(chart) {
  for (const axis of Object.values(chart.options.scales)) {
    axis.ticks.color = colour('--quiet');
    axis.grid.color = colour('--grid');
  }
  chart.update('none');
}

function options(own) {
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      normalized: true,
      parsing: false,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      elements: { point: { radius: 0, hitRadius: 8, hoverRadius: 3 } },
      plugins: own.plugins,
      scales: {
        x: {
          type: 'linear',
          // Never without limits: Chart.js would take them from the data, and one point alone gets a scale of years.
          min: Date.now() - WINDOW,
          max: Date.now(),
          border: { display: false },
          grid: { display: false },
          afterBuildTicks: axis => { axis.ticks = wholeMinutes(axis.min, axis.max); },
          ticks: { autoSkip: false, maxRotation: 0, font: { size: 11 }, callback: value => time(value) },
        },
        y: {
          border: { display: false },
          grid: {},
          ...own.scales.y,
          ticks: { maxTicksLimit: 6, font: { size: 11 }, ...own.scales.y.ticks },
        },
      },
    },
  };
}

function wholeMinutes(from, to) {
  const step = 30_000;
  const ticks = [];
  for (let value = Math.ceil(from / step) * step; value <= to; value += step) {
    // A label at the very edge would be cut.
    if (value - from > step / 4 && to - value > step / 4) {
      ticks.push({ value });
    }
  }
  return ticks;
}
