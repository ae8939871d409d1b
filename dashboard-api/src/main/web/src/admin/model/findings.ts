import type { Health, NodeRow, ServiceHealth } from '../api/types';
import { isWaiting } from './payouts';
import { lines } from './troubles';

export type Level = 'bad' | 'warn';

/** Something the operator should know, in the order of urgency; `code` chooses the words. */
export interface Finding {
  level: Level;
  area: 'services' | 'lag' | 'nodes' | 'template' | 'ledger' | 'payouts' | 'wallet' | 'troubles';
  code: string;
  subject: string;
  value?: number;
  detail?: string;
}

export const SERVICES = ['gateway', 'validator', 'template', 'accounting', 'payout', 'dashboard'];
export const LAG_WARN = 1_000;
export const LAG_BAD = 20_000;
export const TEMPLATE_WARN_SECONDS = 180;
export const TEMPLATE_BAD_SECONDS = 600;
const AUDIT_WARN_MS = 60 * 60_000;
/** Payments on their way are still owed while their coins have left already, so a wallet that is full shows less. */
export const COVER_WARN = 0.8;
const OPEN_WARN_MS = 6 * 60 * 60_000;
export const TROUBLE_WINDOW_MS = 15 * 60_000;

function services(health: Health): Finding[] {
  const found: Finding[] = [];
  for (const name of SERVICES) {
    const all = health.services.filter((one) => one.service === name);
    const working = all.some((one) => one.alive && one.ready);
    if (all.length === 0) found.push({ level: 'bad', area: 'services', code: 'silent', subject: name });
    for (const one of all) {
      const subject = `${one.service} ${one.instance}`;
      const level = working ? 'warn' : 'bad';
      if (!one.alive) found.push({ level, area: 'services', code: 'dead', subject });
      else if (!one.ready) found.push({ level, area: 'services', code: 'notReady', subject, detail: one.reason ?? '' });
    }
  }
  return found.concat(health.services.filter((one) => one.alive).flatMap(lags));
}

function lags(service: ServiceHealth): Finding[] {
  return service.lags
    .filter((lag) => lag.records >= LAG_WARN)
    .map((lag) => ({
      level: lag.records >= LAG_BAD ? 'bad' : 'warn',
      area: 'lag',
      code: 'lag',
      subject: `${service.service} ${service.instance}`,
      value: lag.records,
      detail: lag.topic,
    }));
}

/** How many blocks a node is behind the best of them. */
export function behind(node: NodeRow, nodes: NodeRow[]): number {
  return Math.max(0, ...nodes.filter((one) => one.healthy).map((one) => one.height)) - node.height;
}

function nodes(health: Health): Finding[] {
  const found: Finding[] = [];
  const all = health.nodes;
  const someWorks = all.some((node) => node.healthy);
  if (all.length === 0) found.push({ level: 'bad', area: 'nodes', code: 'noNodes', subject: '' });
  for (const node of all) {
    const late = behind(node, all);
    if (!node.healthy) {
      found.push({ level: someWorks ? 'warn' : 'bad', area: 'nodes', code: 'nodeSick', subject: node.name, detail: node.problem ?? '' });
    } else if (late > 0) {
      found.push({ level: node.chosen ? 'bad' : 'warn', area: 'nodes', code: 'nodeBehind', subject: node.name, value: late });
    }
  }
  const tips = new Set(all.filter((node) => node.healthy && node.tip && behind(node, all) === 0).map((node) => node.tip));
  if (tips.size > 1) found.push({ level: 'warn', area: 'nodes', code: 'tipsDiffer', subject: '', value: tips.size });
  return found;
}

function template(health: Health): Finding[] {
  const now = health.template;
  if (now === undefined || now === null) return [{ level: 'bad', area: 'template', code: 'noTemplate', subject: '' }];
  if (!now.serving) return [{ level: 'bad', area: 'template', code: 'notServing', subject: '', detail: now.reason ?? '' }];
  const age = now.ageSeconds ?? 0;
  if (age < TEMPLATE_WARN_SECONDS) return [];
  return [{ level: age >= TEMPLATE_BAD_SECONDS ? 'bad' : 'warn', area: 'template', code: 'templateOld', subject: '', value: age }];
}

function money(health: Health, now: number): Finding[] {
  const found: Finding[] = [];
  const { ledger, payouts, wallet } = health;
  if (ledger.imbalanceSat) found.push({ level: 'bad', area: 'ledger', code: 'imbalance', subject: '', value: ledger.imbalanceSat });
  if (ledger.payoutsStopped) found.push({ level: 'bad', area: 'ledger', code: 'payoutsStopped', subject: '' });
  if (ledger.auditedAt && now - Date.parse(ledger.auditedAt) > AUDIT_WARN_MS) {
    found.push({ level: 'warn', area: 'ledger', code: 'auditOld', subject: '', detail: ledger.auditedAt });
  }
  const waiting = Object.entries(payouts.byState).reduce((sum, [state, count]) => sum + (isWaiting(state) ? count : 0), 0);
  if (waiting > 0) found.push({ level: 'warn', area: 'payouts', code: 'waiting', subject: '', value: waiting });
  if (payouts.oldestOpenAt && now - Date.parse(payouts.oldestOpenAt) > OPEN_WARN_MS) {
    found.push({ level: 'warn', area: 'payouts', code: 'openLong', subject: '', detail: payouts.oldestOpenAt });
  }
  if (wallet.hotSat !== undefined && wallet.hotSat !== null && wallet.hotSat < wallet.liabilitiesSat * COVER_WARN) {
    found.push({ level: 'warn', area: 'wallet', code: 'walletShort', subject: '', value: wallet.liabilitiesSat - wallet.hotSat });
  }
  return found;
}

function troubles(health: Health, now: number): Finding[] {
  const recent = lines(health.troubles).filter((one) => one.level === 'ERROR' && now - Date.parse(one.at) < TROUBLE_WINDOW_MS);
  const last = recent[0];
  if (last === undefined) return [];
  return [{ level: 'warn', area: 'troubles', code: 'errors', subject: last.services.length === 1 ? last.services[0] ?? '' : '', value: recent.length, detail: last.text }];
}

/** Everything that is not as it should be, worst first; empty when all is well. */
export function findings(health: Health, now: number): Finding[] {
  const all = [...services(health), ...nodes(health), ...template(health), ...money(health, now), ...troubles(health, now)];
  return [...all.filter((one) => one.level === 'bad'), ...all.filter((one) => one.level === 'warn')];
}

export type Tone = 'ok' | 'warn' | 'bad';

export function toneOf(found: Finding[], ...areas: Finding['area'][]): Tone {
  const mine = found.filter((one) => areas.includes(one.area));
  if (mine.some((one) => one.level === 'bad')) return 'bad';
  return mine.length > 0 ? 'warn' : 'ok';
}
