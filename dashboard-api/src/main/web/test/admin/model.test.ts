import { describe, expect, it } from 'vitest';
import { openOrders, readOrders } from '../../src/admin/api/payouts';
import { turned } from '../../src/admin/command/CommandTable';
import { isNetworkAddress, nameOf } from '../../src/admin/model/bans';
import { isConflict, isSettled, outcomeOf, pollAfterMs } from '../../src/admin/model/command';
import { isOpenToListeners } from '../../src/admin/model/connection';
import { sought } from '../../src/admin/model/lookup';
import { strength } from '../../src/admin/model/password';
import { allHeld, groupOf, steps } from '../../src/admin/model/payouts';
import { atLeast, roleFor } from '../../src/admin/model/roles';
import { decimals, exponentOf, isUnlimited, readPower, writePower } from '../../src/admin/model/power';
import { basisPointsOf, checkPort, checkScheme, coinsOf, momentOf, satOf, whole } from '../../src/admin/model/settings';
import { portsByName } from '../../src/admin/pages/settings/PortsCard';
import { countdown } from '../../src/admin/session/SignIn';
import { grouped } from '../../src/admin/ui/Secret';
import { calm } from './pool';

const HEX = 'ab'.repeat(32);

describe('the connection', () => {
  it.each([
    ['https:', 'pool.example', false], ['http:', 'pool.example', true], ['http:', '192.168.1.5', true], ['http:', 'localhost', false],
    ['http:', '127.0.0.1', false], ['http:', '[::1]', false], ['http:', '127.0.0.1.example', true],
  ])('%s//%s open to listeners: %s', (protocol, hostname, open) => expect(isOpenToListeners({ protocol, hostname })).toBe(open));
});

describe('the search field', () => {
  it.each([
    ['  ', { kind: 'nothing' }],
    ['870 001', { kind: 'height', height: 870001 }],
    ['#870,001', { kind: 'height', height: 870001 }],
    [HEX.toUpperCase(), { kind: 'hash', hex: HEX }],
    ['bc1qxyz.rig.1', { kind: 'worker', account: 'bc1qxyz', worker: 'rig.1' }],
    ['bc1qxyz.', { kind: 'account', account: 'bc1qxyz' }],
    ['account:bc1qxyz', { kind: 'account', account: 'bc1qxyz' }],
    ['1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2', { kind: 'account', account: '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2' }],
  ])('takes %j for what it looks like', (text, what) => expect(sought(text)).toEqual(what));
});

describe('amounts', () => {
  it.each([['0.00000001', 1], ['1,5', 150_000_000], ['21 000 000', 2_100_000_000_000_000], ['12', 1_200_000_000]])('reads %s', (text, sat) =>
    expect(satOf(text)).toBe(sat));
  it.each(['', '1.123456789', '-1', '1e3', '0x10', '1.'])('does not read %j', (text) => expect(satOf(text)).toBeUndefined());
  it.each([[1, '0.00000001'], [150_000_000, '1.5'], [0, '0'], [-12, '-0.00000012'], [2_100_000_000_000_000, '21000000']])('writes %d', (sat, text) =>
    expect(coinsOf(sat)).toBe(text));
  it.each([['1', 100], ['0.25', 25], ['1,5 %', 150], ['100', 10_000], ['100.01', undefined], ['0.005', undefined], ['', undefined]])('reads a fee of %j', (text, points) =>
    expect(basisPointsOf(text)).toBe(points));
  it.each([['1 440', 1440], ['0', 0], ['1.5', undefined], ['-1', undefined]])('reads a count of %j', (text, count) => expect(whole(text)).toBe(count));
});

describe('forms', () => {
  const said = (rule: string) => rule;
  const scheme = { scheme: 'daily', blockInterval: '0', timeIntervalMinutes: '1440', description: 'once a day' };
  it('accepts a scheme that payout-service accepts', () => expect(checkScheme(scheme, said)).toEqual({}));
  it.each([
    [{ scheme: 'Daily' }, { scheme: 'name' }],
    [{ timeIntervalMinutes: '0' }, { timeIntervalMinutes: 'both' }],
    [{ blockInterval: '100001' }, { blockInterval: 'range' }],
    [{ description: ' ' }, { description: 'long' }],
  ])('refuses a scheme with %j', (change, errors) => expect(checkScheme({ ...scheme, ...change }, said)).toEqual(errors));

  const port = { minimumDifficulty: '1024', startDifficulty: '16384', maximumDifficulty: '1048576', vardiff: true, shareIntervalSeconds: '10' };
  it('accepts a port of powers of two in order', () => expect(checkPort(port, said)).toEqual({}));
  it.each([
    [{ startDifficulty: '1000' }, { startDifficulty: 'power' }],
    [{ startDifficulty: '512' }, { startDifficulty: 'order' }],
    [{ maximumDifficulty: '8192' }, { maximumDifficulty: 'order' }],
    [{ minimumDifficulty: '' }, { minimumDifficulty: 'power' }],
    [{ shareIntervalSeconds: '0' }, { shareIntervalSeconds: 'range' }],
  ])('refuses a port with %j', (change, errors) => expect(checkPort({ ...port, ...change }, said)).toEqual(errors));
  it.each([[1, 0], [0.25, -2], [65536, 16], [3, undefined], [2 ** -33, undefined]])('knows the exponent of %d', (value, exponent) =>
    expect(exponentOf(value)).toBe(exponent));
  it.each([['2^-32', -32], ['1 024', 10], ['0.25', -2], ['2^256', undefined], ['1e3', undefined], ['', undefined]])('reads a difficulty of %j', (text, exponent) =>
    expect(readPower(text)).toBe(exponent));
  it('loses no digit of a difficulty', () => {
    expect(decimals(-16)).toBe('0.0000152587890625');
    expect(decimals(64)).toBe('18446744073709551616');
    expect([2 ** -32, 65536, 2 ** 255].map(writePower)).toEqual(['2^-32', '65536', '2^255']);
    expect([isUnlimited(2 ** 255), isUnlimited(2 ** 60)]).toEqual([true, false]);
  });
  it('takes no half a time', () => expect([momentOf('2026-11-21'), momentOf('2026-11-21T08:00')]).toEqual([undefined, Date.parse('2026-11-21T08:00')]));
  it('shows a port once for all gateways, by its newest version', () => {
    const row = { instance: 'a', name: 'solo', version: 1, number: 3335, minimumDifficulty: 1, startDifficulty: 1, maximumDifficulty: 1, vardiff: true, shareIntervalMs: 1 };
    expect(portsByName([row, { ...row, instance: 'b', version: 2 }]).map((one) => one.version)).toEqual([2]);
  });
});

describe('commands', () => {
  it('takes an unknown outcome for none', () => expect(outcomeOf({ outcome: 'soon' })).toBe('pending'));
  it('lets a gateway that obeys outweigh one that refused', () => {
    expect(isSettled({ outcome: 'refused' }, 'gateway', 500)).toBe(false);
    expect(isSettled({ outcome: 'refused' }, 'gateway', 3_500)).toBe(true);
    expect(isSettled({ outcome: 'refused' }, 'payout', 0)).toBe(true);
    expect(isSettled({ outcome: 'applied' }, 'gateway', 0)).toBe(true);
  });
  it('knows the refusal of who came late', () => expect(isConflict('it was changed meanwhile: its version is 4')).toBe(true));
  it('asks less often the longer it waits', () => expect([0, 10_000, 60_000].map(pollAfterMs)).toEqual([400, 1_000, 5_000]));
  it('shows nobody the button of a command it does not know', () => expect(roleFor('gateway', 'explode')).toBe('OWNER'));
  it('ranks the roles', () => expect([atLeast('OPERATOR', 'VIEWER'), atLeast('OPERATOR', 'OWNER'), atLeast(undefined, 'VIEWER')]).toEqual([true, false, false]));
});

describe('payouts', () => {
  it('turns an order’s id to how the pages know it', () => expect(turned('0102ff')).toBe('ff0201'));
  it('sorts states into what waits, what moves and what is over', () =>
    expect(['AWAITING_APPROVAL', 'RESERVED', 'PAID', 'RETURNED'].map((state) => groupOf({ state }))).toEqual(['waiting', 'open', 'closed', 'closed']));
  it('shows what is still to come of an order', () => {
    const way = steps([{ state: 'REQUESTED', at: '2026-01-01T00:00:00Z' }, { state: 'RESERVED', at: '2026-01-01T00:00:01Z' }], 'AWAITING_APPROVAL');
    expect(way.map((step) => `${step.state}${step.reached ? '' : '?'}`)).toEqual(['REQUESTED', 'RESERVED', 'AWAITING_APPROVAL', 'SIGNED?', 'BROADCAST?', 'CONFIRMED?', 'PAID?']);
  });
  it('tells an approval from a reservation', () => {
    const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
    const way = steps([{ state: 'RESERVED', at: at(3) }, { state: 'AWAITING_APPROVAL', at: at(2) }, { state: 'RESERVED', at: at(1) }], 'RESERVED');
    expect(way.filter((step) => step.reached).map((step) => step.state)).toEqual(['RESERVED', 'AWAITING_APPROVAL', 'APPROVED']);
  });
  it('shows nothing to come of an order that is over', () => expect(steps([], 'RETURNED').map((step) => step.state)).toEqual(['RETURNED']));
  it('believes payout-service more than what these pages sent last', () => {
    const health = calm();
    expect([allHeld(health, true), allHeld(undefined, undefined)]).toEqual([true, undefined]);
    health.services.find((one) => one.service === 'payout')!.figures = { all_payouts_held: 0 };
    expect(allHeld(health, true)).toBe(false);
  });
  it('counts what is open', () => expect(openOrders({ PAID: 9, SIGNED: 2, AWAITING_APPROVAL: 1 })).toBe(3));
  it('reads back until the order that waits longest is found', async () => {
    const row = (state: string) => ({ orderId: state, account: 'a', state, amountSat: 1, confirmations: 0, changedAt: '' });
    const pages: Record<string, { rows: ReturnType<typeof row>[]; next: string | null }> = {
      '/payouts?limit=500': { rows: [row('PAID')], next: '/2' }, '/2': { rows: [row('AWAITING_APPROVAL')], next: '/3' },
    };
    const rows = await readOrders(1, (async (path: string) => pages[path]!) as never);
    expect(rows.map((one) => one.state)).toEqual(['PAID', 'AWAITING_APPROVAL']);
  });
});

describe('bans', () => {
  it.each(['203.0.113.7', '::1', '2001:db8::7'])('takes %s for a network address', (text) => expect(isNetworkAddress(text)).toBe(true));
  it.each(['203.0.113.256', '1.2.3', 'example.org', '2001:db8:::7', ''])('refuses %j', (text) => expect(isNetworkAddress(text)).toBe(false));
  it('says whom a ban shuts out', () => expect(nameOf('pair:203.0.113.7:bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080')).toBe('account bcrt1qw50…kygt080 at 203.0.113.7'));
});

describe('passwords', () => {
  it.each([
    ['short', 'tooShort'], ['aaaaaaaaaaaaaaaa', 'repeats'], ['olgaolgaolga12', 'hasName'], ['password123456', 'tooCommon'], ['four correct horses stapled', 'strong'],
  ])('says of %s: %s', (password, hint) => expect(strength(password, 'olga').hint).toBe(hint));
  it('counts down in minutes and seconds', () => expect(countdown(272)).toBe('4:32'));
  it('groups a secret as people type it', () => expect(grouped('JBSWY3DPEH')).toBe('JBSW Y3DP EH'));
});
