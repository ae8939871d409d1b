'use strict';
// One plain page over the public API. The pool's figures come with the live stream; tables are asked for again when
// the stream says that something happened, and every half minute. Without a stream the page asks every ten seconds.
const $ = (selector) => document.querySelector(selector);
const coin = (sat) => `${Math.trunc(sat / 1e8)}.${String(sat % 1e8).padStart(8, '0')}`;
const count = (number) => Number(number).toLocaleString();
const short = (text) => (text.length > 20 ? `${text.slice(0, 9)}…${text.slice(-8)}` : text);
const time = (iso) => (iso
  ? new Date(iso).toLocaleString([], { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  : '–');
const rate = (hps) => {
  const units = ['H/s', 'kH/s', 'MH/s', 'GH/s', 'TH/s', 'PH/s', 'EH/s', 'ZH/s'];
  let at = 0;
  while (hps >= 1000 && at < units.length - 1) { hps /= 1000; at += 1; }
  return `${hps.toFixed(hps < 10 ? 2 : 1)} ${units[at]}`;
};
const get = async (path) => {
  const reply = await fetch(`api/${path}`);
  const body = await reply.json();
  if (!reply.ok) throw new Error(body.detail || reply.statusText);
  return body;
};

// A column is a title, its text, and what kind it is: 'n' for numbers, 'id' for what is too long to show whole.
function table(element, columns, rows) {
  const head = element.tHead || element.createTHead();
  const titles = document.createElement('tr');
  for (const [title, , kind] of columns) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = title;
    cell.className = kind || '';
    titles.append(cell);
  }
  head.replaceChildren(titles);
  const body = element.tBodies[0] || element.createTBody();
  body.replaceChildren();
  if (!rows.length) {
    const cell = body.insertRow().insertCell();
    cell.colSpan = columns.length;
    cell.className = 'none';
    cell.textContent = 'Nothing yet.';
  }
  for (const row of rows) {
    const line = body.insertRow();
    for (const [, value, kind] of columns) {
      const cell = line.insertCell();
      const text = String(value(row));
      cell.textContent = kind === 'id' ? short(text) : text;
      cell.className = kind || '';
      if (kind === 'id') cell.title = text;
    }
  }
}

function figures(stats) {
  const entries = [
    ['Hash rate', rate(stats.hashrateHps)], ['Miners', count(stats.activeMiners)],
    ['Workers', count(stats.activeWorkers)], ['Shares', count(stats.sharesAccepted)],
    ['Rejected', count(stats.sharesRejected)], ['Blocks', count(stats.blocksFound)],
    ['Last block', time(stats.lastBlockAt)], ['Fee', `${stats.feeBasisPoints / 100} %`],
  ];
  document.title = `${rate(stats.hashrateHps)} · ${stats.pool}`;
  $('#pool').textContent = stats.pool;
  $('#figures').replaceChildren(...entries.map(([name, value]) => {
    const box = document.createElement('div');
    const dt = document.createElement('dt');
    const dd = document.createElement('dd');
    dt.textContent = name;
    dd.textContent = value;
    box.append(dt, dd);
    return box;
  }));
}

function network(status) {
  $('#network').textContent = status.serving
    ? `${status.chain} · height ${count(status.height)} · tip since ${time(status.tipSince)}`
    : `${status.chain}: no work is given out: ${status.reason}`;
  $('#network').className = status.serving ? '' : 'bad';
}

const miners = (rows) => table($('#miners'), [['Account', (m) => m.account, 'id'],
  ['Hash rate', (m) => rate(m.hashrateHps), 'n'], ['Workers', (m) => count(m.workers), 'n'],
  ['Shares', (m) => count(m.sharesAccepted), 'n'], ['Rejected', (m) => count(m.sharesRejected), 'n'],
  ['Last share', (m) => time(m.lastShareAt)]], rows);
const blocks = (rows) => table($('#blocks'), [['Height', (b) => b.height, 'n'],
  ['State', (b) => b.state.toLowerCase()], ['Confirmations', (b) => b.confirmations, 'n'],
  ['Reward', (b) => coin(b.rewardSat), 'n'], ['Found', (b) => time(b.foundAt)], ['By', (b) => b.finder, 'id'],
  ['Block', (b) => b.blockId, 'id']], rows);
const payouts = (rows) => table($('#payouts'), [['Account', (p) => p.account, 'id'],
  ['State', (p) => p.state.toLowerCase()], ['Amount', (p) => coin(p.amountSat), 'n'],
  ['Confirmations', (p) => p.confirmations, 'n'], ['Transaction', (p) => p.txid || '–', 'id'],
  ['Changed', (p) => time(p.changedAt)]], rows);
const epochs = (rows) => table($('#epochs'), [['Epoch', (e) => e.epoch, 'n'], ['From', (e) => time(e.from)],
  ['To', (e) => time(e.to)], ['Shares', (e) => count(e.shares), 'n'], ['Statements', (e) => count(e.statements), 'n'],
  ['Rewards', (e) => coin(e.rewardsSat), 'n']], rows);

let asked = 0;
async function refresh() {
  asked = Date.now();
  const parts = [['stats', figures], ['miners?limit=20', miners], ['blocks?limit=20', blocks],
    ['payouts?limit=20', payouts], ['epochs?limit=10', epochs]];
  try {
    await Promise.all(parts.map(async ([path, show]) => show(await get(path))));
  } catch (problem) {
    $('#network').textContent = `No answer: ${problem.message}`;
    $('#network').className = 'bad';
    return;
  }
  try {
    network(await get('network'));
  } catch (problem) {
    $('#network').textContent = problem.message;
    $('#network').className = '';
  }
}

function minerPage(page) {
  const parts = [];
  const line = (text) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    parts.push(paragraph);
  };
  line(`${rate(page.hashrateHps)} now, ${rate(page.hashrate1hHps)} over the last hour`);
  line(`Immature ${coin(page.balance.immatureSat)} · payable ${coin(page.balance.payableSat)} · `
    + `on its way ${coin(page.balance.reservedSat)} · paid ${coin(page.balance.paidSat)}`);
  if (page.schedule) {
    line(`Paid by “${page.schedule.scheme}” (${page.schedule.description || 'no description'}), `
      + `from ${coin(page.schedule.minimumPayoutSat)} on${page.schedule.held ? '; held by an operator' : ''}`);
  }
  const workers = document.createElement('table');
  table(workers, [['Worker', (w) => w.worker || '–'], ['Reward', (w) => w.rewardSystem],
    ['Hash rate', (w) => rate(w.hashrateHps), 'n'], ['Shares', (w) => count(w.sharesAccepted), 'n'],
    ['Rejected', (w) => count(w.sharesRejected), 'n'], ['Last share', (w) => time(w.lastShareAt)]], page.workers);
  const paid = document.createElement('table');
  table(paid, [['Payment', (p) => p.state.toLowerCase()], ['Amount', (p) => coin(p.amountSat), 'n'],
    ['Confirmations', (p) => p.confirmations, 'n'], ['Transaction', (p) => p.txid || '–', 'id'],
    ['Changed', (p) => time(p.changedAt)]], page.payouts);
  $('#miner').replaceChildren(...parts, ...[workers, paid].map((inner) => {
    const frame = document.createElement('div');
    frame.className = 'wide';
    frame.append(inner);
    return frame;
  }));
}

$('#lookup').addEventListener('submit', async (event) => {
  event.preventDefault();
  const address = new FormData(event.target).get('address').trim();
  if (!address) return;
  try {
    minerPage(await get(`miners/${encodeURIComponent(address)}`));
  } catch (problem) {
    $('#miner').textContent = problem.message;
  }
});

// What happens in bursts is asked for once, and not by every open page in the same instant.
let pending = false;
function soon() {
  if (pending) return;
  pending = true;
  setTimeout(() => { pending = false; refresh(); }, 300 + Math.random() * 1200);
}

const events = new EventSource('api/stream');
for (const name of ['block', 'payout', 'epoch']) events.addEventListener(name, soon);
events.addEventListener('stats', (event) => figures(JSON.parse(event.data)));
setInterval(() => {
  const patience = events.readyState === EventSource.OPEN ? 30000 : 10000;
  if (!document.hidden && Date.now() - asked >= patience) refresh();
}, 2500);
document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(); });
get('ports').then((ports) => table($('#connect'), [['URL', (p) => p.url], ['Reward', (p) => p.rewardSystem],
  ['Paid', (p) => p.paid]], ports)).catch(() => {});
refresh();
