/** `npm run bench:chart [-- FILE]`: draws results (default: results/latest.json) as docs/images/performance.svg, with their intervals and goals. */
'use strict';
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const TARGET = path.resolve(__dirname, '../docs/images/performance.svg');
const [WIDTH, LABEL, RIGHT, ROW, TOP, BAR] = [860, 320, 130, 30, 54, 12];

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const number = (value) => (value < 0.1 ? value.toPrecision(2) : value.toFixed(2));

/** Positions on a logarithmic scale, so that half as much and twice as much are equally far from 1. */
const scaleOf = (results) => {
  const values = results.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const [from, to] = [Math.floor(Math.log10(Math.min(0.5, ...values))), Math.ceil(Math.log10(Math.max(2, ...values)))];
  const position = (value) => LABEL + ((Math.log10(value) - from) / (to - from)) * (WIDTH - LABEL - RIGHT);
  const ticks = Array.from({ length: to - from + 1 }, (_, n) => 10 ** (from + n));
  return { position, ticks };
};

const text = (x, y, content, attributes = '') => `<text x="${x}" y="${y}" ${attributes}>${escape(content)}</text>`;

const rowOf = ({ name, goal, value, low, high }, index, position) => {
  const y = TOP + index * ROW + ROW / 2;
  const [one, end] = [position(1), position(value)];
  const target = Number(/[\d.]+/.exec(goal)?.[0]);
  return [
    text(LABEL - 12, y + 4, name, 'text-anchor="end"'),
    `<rect class="bar" x="${Math.min(one, end).toFixed(1)}" y="${y - BAR / 2}" width="${Math.abs(end - one).toFixed(1)}" height="${BAR}" rx="2"/>`,
    ...(low === null
      ? []
      : [`<path class="interval" d="M${position(low).toFixed(1)} ${y}H${position(high).toFixed(1)}"/>`]),
    ...(target && position(target) >= LABEL
      ? [`<path class="goal" d="M${position(target).toFixed(1)} ${y - 10}v20"/>`]
      : []),
    text(WIDTH - RIGHT + 12, y + 4, `${number(value)} ×`),
    text(WIDTH - 8, y + 4, goal, 'text-anchor="end" class="quiet"'),
  ].join('\n  ');
};

exports.chartOf = ({ at, machine, users, results }) => {
  const rows = Object.values(results).sort((a, b) => parseInt(a.name) - parseInt(b.name));
  const { position, ticks } = scaleOf(rows);
  const bottom = TOP + rows.length * ROW;
  const about = `${at}: ${users.toLocaleString('en')} users, ${machine.cores} cores, Node ${machine.node.slice(1)}, PostgreSQL ${machine.postgres.split(' ')[0]}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 52}" role="img" font-family="system-ui, sans-serif" font-size="13">
  <title>Castellan relative to hand-written references</title>
  <style>
    text { fill: #1f2328 } .quiet { fill: #59636e } .bar { fill: #4078c0 } .grid { stroke: #d1d9e0 } .one { stroke: #59636e }
    .interval { stroke: #1f2328; stroke-width: 2 } .goal { stroke: #1a7f37; stroke-width: 3 }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc } .quiet { fill: #9198a1 } .bar { fill: #6ea8fe } .grid { stroke: #3d444d } .one { stroke: #9198a1 }
      .interval { stroke: #f0f6fc } .goal { stroke: #3fb950 }
    }
  </style>
  ${text(LABEL, 22, 'Cost relative to the reference, on a logarithmic scale', 'class="quiet"')}
  ${text(WIDTH - 8, 22, 'goal', 'text-anchor="end" class="quiet"')}
  ${ticks.map((tick) => `<path class="${tick === 1 ? 'one' : 'grid'}" d="M${position(tick).toFixed(1)} ${TOP - 8}V${bottom}"/>`).join('\n  ')}
  ${ticks.map((tick) => text(position(tick).toFixed(1), TOP - 14, `${tick} ×`, 'text-anchor="middle" class="quiet" font-size="11"')).join('\n  ')}
  ${rows.map((row, index) => rowOf(row, index, position)).join('\n  ')}
  ${text(12, bottom + 22, about, 'class="quiet"')}
  ${text(12, bottom + 40, 'Line: 95 % interval. Green: goal. Throughput: more is better; everything else: less is better.', 'class="quiet"')}
</svg>
`;
};

if (require.main === module) {
  const file = path.resolve(process.argv[2] ?? path.join(__dirname, 'results', 'latest.json'));
  mkdirSync(path.dirname(TARGET), { recursive: true });
  writeFileSync(TARGET, exports.chartOf(JSON.parse(readFileSync(file, 'utf8'))));
  console.log(`Written to ${path.relative(process.cwd(), TARGET)}`);
}
