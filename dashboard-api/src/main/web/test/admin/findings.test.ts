import { describe, expect, it } from 'vitest';
import { findings, toneOf } from '../../src/admin/model/findings';
import { calm, night } from './pool';

const NOW = Date.parse('2026-11-21T08:00:05Z');
const codes = (health: ReturnType<typeof calm>) => findings(health, NOW).map((one) => one.code);

describe('what the health page calls out', () => {
  it('says nothing when all is well', () => expect(findings(calm(), NOW)).toEqual([]));

  it('puts red before yellow', () => {
    const levels = findings(night(), NOW).map((one) => one.level);
    expect(levels.indexOf('warn')).toBe(levels.lastIndexOf('bad') + 1);
  });

  it('names everything wrong of a bad night', () => {
    expect(codes(night())).toEqual([
      'dead', 'notReady', 'lag', 'imbalance', 'payoutsStopped', 'nodeSick', 'waiting', 'walletShort', 'errors',
    ]);
  });

  it('is only a warning while another instance of the service works', () => {
    const health = calm();
    const first = health.services[0]!;
    health.services.push({ ...first, instance: 'gateway-2', alive: false });
    expect(findings(health, NOW)).toMatchObject([{ level: 'warn', code: 'dead', subject: 'gateway gateway-2' }]);
  });

  it('misses a service that never spoke', () => {
    const health = calm();
    health.services = health.services.filter((one) => one.service !== 'payout');
    expect(findings(health, NOW)).toMatchObject([{ level: 'bad', code: 'silent', subject: 'payout' }]);
  });

  it('is red when the node in use is behind, yellow when a spare one is', () => {
    const health = calm();
    health.nodes[0]!.height -= 2;
    expect(findings(health, NOW)).toMatchObject([{ level: 'bad', code: 'nodeBehind', subject: 'node-a', value: 2 }]);
    health.nodes[0]!.height += 3;
    expect(findings(health, NOW)).toMatchObject([{ level: 'warn', code: 'nodeBehind', subject: 'node-b', value: 1 }]);
  });

  it('sees two tips at one height', () => {
    const health = calm();
    health.nodes[1]!.tip = 'ff'.repeat(32);
    expect(codes(health)).toEqual(['tipsDiffer']);
  });

  it.each([[179, []], [180, ['warn']], [600, ['bad']]])('judges a template of %d s', (age, levels) => {
    const health = calm();
    health.template!.ageSeconds = age;
    expect(findings(health, NOW).map((one) => one.level)).toEqual(levels);
  });

  it('does not take what is not told for a fault', () => {
    const health = calm();
    health.wallet.hotSat = null;
    health.ledger = { imbalanceSat: null, auditedAt: null, payoutsStopped: null };
    expect(findings(health, NOW)).toEqual([]);
  });

  it('forgets errors older than a quarter of an hour', () => {
    const health = calm();
    const trouble = { service: 'payout', instance: 'payout-1', at: '2026-11-21T07:44:00Z', level: 'ERROR', logger: 'X', text: 'y' };
    health.troubles = [trouble];
    expect(findings(health, NOW)).toEqual([]);
    health.troubles = [{ ...trouble, at: '2026-11-21T07:46:00Z' }];
    expect(codes(health)).toEqual(['errors']);
  });

  it('counts a line once that services of one process all tell', () => {
    const health = calm();
    const trouble = { instance: '1', at: '2026-11-21T07:59:00Z', level: 'ERROR', logger: 'X', text: 'y' };
    health.troubles = [{ ...trouble, service: 'payout' }, { ...trouble, service: 'gateway' }];
    expect(findings(health, NOW)).toMatchObject([{ code: 'errors', subject: '', value: 1 }]);
  });

  it('gives each card the colour of its worst finding', () => {
    const found = findings(night(), NOW);
    expect([toneOf(found, 'ledger'), toneOf(found, 'nodes'), toneOf(found, 'template')]).toEqual(['bad', 'warn', 'ok']);
  });
});
