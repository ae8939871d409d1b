// A pool small enough to see through, behind the admin API's contract; for tests and for looking at pages, never shipped.
import type { AdminSession, Health, PortSetting, SchemeSetting } from '../../src/admin/api/types';

export const ADDRESS = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080';
export const ORDER = '5f1d'.padEnd(64, 'a7');
export const BLOCK = '00000000'.padEnd(64, '3c');

export interface Reply { status: number; body?: unknown; headers?: Record<string, string> }

const service = (name: string, more: object = {}) => ({
  service: name, instance: `${name}-1`, version: '0.1.0', startedAt: '2026-11-20T04:00:00Z', seenAt: '2026-11-21T08:00:00Z', alive: true, ready: true,
  reason: '', lags: [{ topic: 'share-judged', records: 0 }], figures: name === 'gateway' ? { sessions: 4213, shares_in_flight: 12 } : {}, ...more,
});

export function calm(): Health {
  return {
    services: ['gateway', 'validator', 'template', 'accounting', 'payout', 'dashboard'].map((name) => service(name)),
    nodes: [
      { name: 'node-a', chosen: true, healthy: true, problem: '', height: 870123, latencyMs: 3, peers: 24, tip: BLOCK },
      { name: 'node-b', chosen: false, healthy: true, problem: '', height: 870123, latencyMs: 9, peers: 18, tip: BLOCK },
    ],
    template: { id: '77', height: 870124, ageSeconds: 12, serving: true, reason: '' },
    ledger: { imbalanceSat: 0, auditedAt: '2026-11-21T07:58:00Z', payoutsStopped: false },
    payouts: { byState: { PAID: 812, SIGNED: 1 }, oldestOpenAt: '2026-11-21T07:40:00Z' },
    wallet: { hotSat: 812_000_000, liabilitiesSat: 500_120_000 },
    bans: { active: 1 },
    troubles: [],
  };
}

export function night(): Health {
  const health = calm();
  health.services[1] = service('validator', { alive: false }) as Health['services'][number];
  health.services[3] = service('accounting', { ready: false, reason: 'the ledger is off by 12 sat', lags: [{ topic: 'share-judged', records: 31_204 }] }) as Health['services'][number];
  health.nodes[1] = { name: 'node-b', chosen: false, healthy: false, problem: 'connection refused', height: 870101, latencyMs: 0, peers: 0 };
  health.ledger = { imbalanceSat: 12, auditedAt: '2026-11-21T07:58:00Z', payoutsStopped: true };
  health.payouts.byState['AWAITING_APPROVAL'] = 2;
  health.wallet.hotSat = 120_000_000;
  health.troubles = [
    { service: 'accounting', instance: 'accounting-1', at: '2026-11-21T07:59:00Z', level: 'ERROR', logger: 'LedgerAudit', text: 'sum of all accounts is 12 sat, not 0; payouts are stopped' },
    { service: 'template', instance: 'template-1', at: '2026-11-21T07:50:00Z', level: 'WARN', logger: 'JsonRpcNode', text: 'node-b does not answer: connection refused' },
  ];
  return health;
}

const payout = (state: string, amountSat: number, id = ORDER) =>
  ({ orderId: id, account: ADDRESS, state, amountSat, txid: state === 'PAID' ? BLOCK : null, confirmations: state === 'PAID' ? 9 : 0, changedAt: '2026-11-21T07:45:00Z' });

const miner = {
  account: ADDRESS, spellings: [ADDRESS], hashrateHps: 4.2e14, hashrate1hHps: 4.1e14, sharesAccepted: 120_331, sharesRejected: 21,
  lastShareAt: '2026-11-21T07:59:50Z', firstSeenAt: '2026-10-02T10:00:00Z',
  balance: { immatureSat: 31_250_000, payableSat: 1_204_500, reservedSat: 0, paidSat: 812_000_000 },
  schedule: { scheme: 'daily', blockInterval: 0, timeIntervalMinutes: 1440, minimumPayoutSat: 100_000, held: false, description: 'once a day', version: 3 },
  nextPayment: { state: 'WAITING', text: 'In about 5 hours, when a day has passed.', minimumPayoutSat: 100_000, payableSat: 1_204_500 },
  workers: [{ account: ADDRESS, worker: 'rig1', rewardSystem: 'PPLNS', hashrateHps: 4.2e14, sharesAccepted: 120_331, sharesRejected: 21, workHashes: '1', lastShareAt: '2026-11-21T07:59:50Z', difficulty: 65536, agent: 'bmminer/2.0' }],
  statements: [{ epoch: 4711, account: ADDRESS, rewardSystem: 'PPLNS', shares: 812, workHashes: '3489660928000', rewardSat: 31_250 }],
  payouts: [payout('PAID', 12_000_000)],
};

const port = (name: string, number: number, tls = false) => ({
  instance: 'gateway-1', name, version: 2, number, tls, rewardSystem: name === 'solo' ? 'SOLO' : 'PPLNS', scheme: 'daily',
  minimumDifficulty: 1024, startDifficulty: 16384, maximumDifficulty: 1_048_576, vardiff: true, shareIntervalMs: 10_000,
});

const PORTS = [port('pplns-blocks', 3333), port('pplns-time', 3334), port('solo', 3335), port('pplns-tls', 4333, true)];

/** One pool for one test: what is sent is kept in {@link sent}. */
export class Pool {
  session: AdminSession = { state: 'SIGNED_IN', user: 'olga', role: 'OWNER', passwordChangeNeeded: false };
  health = calm();
  outcome: { outcome: string; detail: string } = { outcome: 'pending', detail: '' };
  schemes: SchemeSetting[] = [{ scheme: 'daily', blockInterval: 0, timeIntervalMinutes: 1440, description: 'once a day', version: 4 }];
  ports: PortSetting[] = [...PORTS];
  heldAll = false;
  chain = 'intact';
  sent: { method: string; path: string; body: unknown }[] = [];
  /** Replies that come before the usual ones, by "METHOD path". */
  replies = new Map<string, Reply>();

  answer(method: string, url: string, body?: unknown): Reply {
    const { pathname: path } = new URL(url, 'http://pool.test');
    if (method !== 'GET') this.sent.push({ method, path, body });
    const set = this.replies.get(`${method} ${path}`);
    if (set) return set;
    if (path === '/api/admin/session') return { status: 200, body: this.session };
    if (path === '/api/stats') return { status: 200, body: { pool: 'Thunder Pool', chain: 'regtest', coin: { name: 'Bitcoin', ticker: 'BTC', algorithm: 'sha256d' } } };
    if (path.startsWith('/api/admin/commands/')) return { status: 200, body: { commandId: 'c0', kind: 'x', author: 'olga', sentAt: '2026-11-21T08:00:00Z', ...this.outcome } };
    if (path.startsWith('/api/admin/') && this.session.state !== 'SIGNED_IN') return this.outside(method, path);
    return method === 'GET' ? this.read(path) : this.write(path);
  }

  private outside(method: string, path: string): Reply {
    if (path === '/api/admin/setup') return { status: 200, body: { otpauthUrl: 'otpauth://totp/Thunder%20Pool:olga?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Thunder%20Pool', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } };
    if (method === 'POST' && /login|confirm/.test(path)) {
      this.session = { state: 'SIGNED_IN', user: 'olga', role: 'OWNER', passwordChangeNeeded: false };
      return { status: 200, body: this.session };
    }
    return { status: 401, body: { title: 'Unauthorized', detail: 'Please sign in.' } };
  }

  private write(path: string): Reply {
    if (path === '/api/admin/commands') return { status: 202, body: { commandId: 'c0', answerAt: '/api/admin/commands/c0' } };
    if (path === '/api/admin/logout') this.session = { state: 'SIGNED_OUT' };
    if (/users(\/\w+\/reset)?$/.test(path)) return { status: 200, body: { temporaryPassword: 'plum-orbit-cactus-72', otpauthUrl: 'otpauth://totp/Thunder%20Pool:eve?secret=JBSWY3DPEHPK3PXP', secret: 'JBSWY3DPEHPK3PXP' } };
    return { status: 200, body: {} };
  }

  private read(path: string): Reply {
    const bodies: Record<string, unknown> = {
      '/api/admin/health': this.health,
      '/api/payouts': [payout('AWAITING_APPROVAL', 250_000_000), payout('SIGNED', 5_120_000, '77'.repeat(32)), payout('PAID', 12_000_000, '78'.repeat(32))],
      '/api/admin/gateways': this.health.services.filter((one) => one.service === 'gateway').map((one) => ({ ...one, ports: PORTS })),
      '/api/admin/holds': { all: { held: this.heldAll, version: 2, since: '2026-11-21T06:00:00Z', author: 'eve', reason: 'the ledger is off' }, accounts: [{ account: ADDRESS, held: true, version: 3, since: '2026-11-20T08:00:00Z', author: 'eve', reason: 'stolen key' }] },
      '/api/admin/settings': {
        schemes: this.schemes,
        fees: [{ rewardSystem: 'PPLNS', basisPoints: 100, version: 1, fromAt: '2026-10-01T00:00:00Z' }, { rewardSystem: 'SOLO', basisPoints: 50, version: 0 }],
        ports: this.ports,
        approval: { aboveSat: 200_000_000, version: 1 },
      },
      '/api/admin/bans': [{ instance: 'gateway-1', subject: 'remote:203.0.113.7', reason: 'too many invalid shares', author: 'pool', at: '2026-11-21T07:30:00Z', until: '2026-11-21T09:30:00Z' }],
      '/api/admin/users': [
        { user: 'olga', role: 'OWNER', enabled: true, passwordChangeNeeded: false, createdAt: '2026-10-01T00:00:00Z', lastSignInAt: '2026-11-21T07:55:00Z' },
        { user: 'eve', role: 'OPERATOR', enabled: true, passwordChangeNeeded: true, createdAt: '2026-11-01T00:00:00Z' },
      ],
      '/api/admin/audit': [
        { id: 3, at: '2026-11-21T07:56:00Z', user: 'olga', role: 'OWNER', address: '192.0.2.10', action: 'payout approve-payout', detail: `order=${ORDER}; reason: monthly farm`, outcome: 'DONE' },
        { id: 2, at: '2026-11-21T07:54:00Z', user: '-', role: '-', address: '198.51.100.9', action: 'sign-in', detail: 'as somebody unknown', outcome: 'FAILED' },
        { id: 1, at: '2026-11-21T07:50:00Z', user: 'eve', role: 'OPERATOR', address: '192.0.2.11', action: 'GET /api/admin/users', detail: 'not allowed', outcome: 'REFUSED' },
      ],
      '/api/admin/commands': [{ commandId: 'c0', kind: 'approve-payout', author: 'olga', sentAt: '2026-11-21T07:56:00Z', outcome: 'applied', detail: 'version 3', reason: 'monthly farm', owner: 'payout', fields: { order: ORDER } }],
      [`/api/admin/accounts/${ADDRESS}`]: {
        miner, script: '0014751e76e8199196d454941c45d1b3a323f1433bd6', held: false, bans: [], blocks: [this.block()],
        commands: [{ commandId: 'c1', kind: 'set-minimum', author: 'olga', sentAt: '2026-11-01T07:56:00Z', outcome: 'applied', detail: 'version 4', reason: 'asked by mail', owner: 'payout', fields: { minimum_sats: '100000' } }],
      },
      [`/api/admin/blocks/${BLOCK}`]: { row: this.block(), solvedAt: '2026-11-20T03:04:04Z', history: [{ state: 'FOUND', at: '2026-11-20T03:04:05Z' }] },
      [`/api/admin/payouts/${ORDER}`]: { row: payout('AWAITING_APPROVAL', 250_000_000), history: [{ state: 'REQUESTED', at: '2026-11-21T07:40:00Z' }, { state: 'RESERVED', at: '2026-11-21T07:40:01Z' }, { state: 'AWAITING_APPROVAL', at: '2026-11-21T07:40:02Z' }], commands: [] },
      '/api/admin/shares': { scannedRecords: 3120, scannedShares: 48_200, scannedUntil: '2026-11-21T07:31:00Z', complete: false, shares: [{ at: '2026-11-21T07:59:50.123Z', offset: 99123, partition: 3, identity: 'ab'.repeat(32), jobId: '0000004d010e', account: ADDRESS, worker: 'rig1', rewardSystem: 'PPLNS', difficulty: 65536, slice: 178_000_120, epoch: 4711 }] },
      '/api/blocks': [this.block()],
    };
    const body = bodies[path];
    if (body === undefined) return { status: 404, body: { title: 'Not Found', detail: 'There is no such thing.' } };
    return path.endsWith('/audit') ? { status: 200, body, headers: { 'X-Audit-Chain': this.chain } } : { status: 200, body };
  }

  private block() {
    return { blockId: BLOCK, height: 870_001, state: 'FOUND', confirmations: 41, rewardSat: 314_120_000, finder: ADDRESS, worker: 'rig1', rewardSystem: 'PPLNS', foundAt: '2026-11-20T03:04:05Z' };
  }
}
