// What the API says, field by field. A field the pool can not know yet is null or missing: pages hide it.
export type Iso = string;
type Maybe<T> = T | null | undefined;

export interface FeeRow { rewardSystem: string; basisPoints: number; fromAt?: Maybe<Iso> }
export interface Explorer { block?: Maybe<string>; transaction?: Maybe<string>; address?: Maybe<string> }
export interface Coin { name: string; ticker: string; algorithm: string }

export interface Stats {
  pool: string;
  chain: string;
  coin?: Maybe<Coin>;
  hashrateHps: number;
  hashrate1hHps: number;
  hashrate24hHps?: Maybe<number>;
  hashrateErrorPercent?: Maybe<number>;
  activeMiners: number;
  activeWorkers: number;
  sharesAccepted: number;
  sharesRejected: number;
  blocksFound: number;
  blocksOrphaned: number;
  blocksMatured?: Maybe<number>;
  lastBlockAt?: Maybe<Iso>;
  workSinceLastBlockHashes: string;
  currentEffortPercent?: Maybe<number>;
  luckPercent?: Maybe<number>;
  luckBlocks?: Maybe<number>;
  networkDifficulty?: Maybe<number>;
  networkHashrateHps?: Maybe<number>;
  expectedBlockSeconds?: Maybe<number>;
  feeBasisPoints: number;
  fees?: Maybe<FeeRow[]>;
  explorer?: Maybe<Explorer>;
  pplnsWindowMultiple?: Maybe<number>;
}

export type Range = '1h' | '24h' | '7d' | '30d' | '1y';
export interface HistoryPoint {
  at: Iso; hashrateHps: number; workers: number; sharesAccepted: number; sharesRejected: number; workHashes: string;
}
export interface History {
  of: string; range: Range; resolutionSeconds: number; from: Iso; to: Iso; points: HistoryPoint[];
}

export interface MinerRow {
  account: string; hashrateHps: number; workers: number; sharesAccepted: number; sharesRejected: number;
  lastShareAt?: Maybe<Iso>;
}
export interface Balance { immatureSat: number; payableSat: number; reservedSat: number; paidSat: number }
export interface Schedule {
  scheme: string; blockInterval: number; timeIntervalMinutes: number; minimumPayoutSat: number; held: boolean;
  description: string; version?: Maybe<number>;
}
export type NextState = 'DUE' | 'WAITING' | 'BELOW_MINIMUM' | 'HELD' | 'IN_FLIGHT' | 'NOTHING';
/** Who keeps payments back: an operator this account's, somebody all of the pool's, or one that waits for approval. */
export type Hold = 'ACCOUNT' | 'POOL' | 'APPROVAL';
export interface NextPayment {
  state: NextState; hold?: Maybe<Hold>; blocksLeft?: Maybe<number>; dueAt?: Maybe<Iso>; minimumPayoutSat: number; payableSat: number;
  lastPaidAt?: Maybe<Iso>; text?: Maybe<string>;
}
export interface WorkerRow {
  account: string; worker: string; rewardSystem: string; hashrateHps: number; hashrate1hHps?: Maybe<number>;
  hashrateErrorPercent?: Maybe<number>; sharesAccepted: number; sharesRejected: number;
  rejectedByReason?: Maybe<Record<string, number>>; workHashes: string; lastShareAt?: Maybe<Iso>;
  firstSeenAt?: Maybe<Iso>; connections?: Maybe<number>; difficulty?: Maybe<number>; agent?: Maybe<string>;
  lastSubmitAt?: Maybe<Iso>; bestShareDifficulty?: Maybe<number>;
}
export interface ShareRow { at: Iso; worker?: Maybe<string>; difficulty: number; achievedDifficulty?: Maybe<number>; rejection?: Maybe<string> }
export interface WorkerPage { worker: WorkerRow[]; recentShares: ShareRow[] }
export interface StatementRow {
  epoch: number; account: string; rewardSystem: string; shares: number; workHashes: string; rewardSat: number;
  from?: Maybe<Iso>; to?: Maybe<Iso>;
}
export interface MinerPage {
  account: string; spellings?: Maybe<string[]>; hashrateHps: number; hashrate1hHps: number;
  hashrate24hHps?: Maybe<number>; hashrateErrorPercent?: Maybe<number>; sharesAccepted?: Maybe<number>;
  sharesRejected?: Maybe<number>; rejectedByReason?: Maybe<Record<string, number>>; bestShareDifficulty?: Maybe<number>;
  bestShareAt?: Maybe<Iso>; lastShareAt?: Maybe<Iso>; firstSeenAt?: Maybe<Iso>; blocksFound?: Maybe<number>;
  balance: Balance; schedule?: Maybe<Schedule>; nextPayment?: Maybe<NextPayment>;
  workers: WorkerRow[]; statements: StatementRow[]; payouts: PayoutRow[];
}
export interface AddressAnswer {
  text: string; valid: boolean; account?: Maybe<string>; known: boolean; problem?: Maybe<string>; suggestion?: Maybe<string>;
}

export type BlockState = 'FOUND' | 'SUBMITTED' | 'CONFIRMED' | 'MATURED' | 'ORPHANED' | 'REJECTED' | 'LOST';
export interface BlockRow {
  blockId: string; height: number; state: string; confirmations: number; rewardSat: number; finder: string;
  worker: string; rewardSystem: string; foundAt: Iso; effortPercent?: Maybe<number>; networkDifficulty?: Maybe<number>;
}
export interface PayoutRow {
  orderId: string; account: string; state: string; amountSat: number; txid?: Maybe<string>; confirmations: number;
  changedAt: Iso;
}
export interface EpochRow {
  epoch: number; from: Iso; to: Iso; shares: number; workHashes: string; statements: number; rewardsSat: number;
}
export interface EpochPage { epoch: EpochRow; statements: StatementRow[] }
/** What a scheme will be. */
export interface SchemePlan { fromAt: Iso; blockInterval: number; timeIntervalMinutes: number; description: string }
export interface SchemeRow {
  scheme: string; blockInterval: number; timeIntervalMinutes: number; description: string; version?: Maybe<number>; next?: Maybe<SchemePlan>;
}
export interface LeaderRow {
  rank: number; account: string; hashrateHps: number; workHashes: string; shares: number; blocksFound: number;
  sharePercent?: Maybe<number>;
}
export interface PortRow {
  name?: Maybe<string>; rewardSystem: string; paid: string; scheme: string; port: number; tls: boolean; url: string;
  startDifficulty?: Maybe<number>; minimumDifficulty?: Maybe<number>; maximumDifficulty?: Maybe<number>;
  vardiff?: Maybe<boolean>; online?: Maybe<boolean>; next?: Maybe<PortPlan>;
}
/** What a port will offer. */
export interface PortPlan { fromAt: Iso; startDifficulty: number; minimumDifficulty: number; maximumDifficulty?: Maybe<number>; vardiff: boolean }
/** A signed wish on its way, and what became of it. */
export interface CommandSent { commandId: string; answerAt: string }
export interface CommandRow { commandId: string; kind: string; author: string; sentAt: Iso; outcome: 'pending' | 'applied' | 'refused'; detail: string }
export interface NodeRow {
  name: string; chosen: boolean; healthy: boolean; problem: string; height: number; latencyMs: number; peers: number;
  tip?: Maybe<string>;
}
export interface Network {
  chain: string; serving: boolean; reason: string; tip: string; height: number; nbits: string; networkWorkHashes: string;
  tipSince: Iso; templateAt: Iso; nodes: NodeRow[]; networkDifficulty?: Maybe<number>; networkHashrateHps?: Maybe<number>;
  blockIntervalSeconds?: Maybe<number>; templateAgeSeconds?: Maybe<number>; lastPoolBlockAt?: Maybe<Iso>;
}
export interface ServiceRow { service: string; instances: number; ready: boolean; reason?: Maybe<string> }
export interface JobOutput { valueSat: number; script: string; address: string }
export interface CurrentJob {
  template: string; height: number; previous: string; version: string; nbits: string; ntime: string; coinb1: string;
  coinb2: string; merkleBranch: string[]; coinbaseValueSat: number; outputs: JobOutput[]; totalFeesSat?: Maybe<number>;
  tag?: Maybe<string>; extranonceBytes?: Maybe<number>; subsidySat?: Maybe<number>;
}
export interface JobEvent { height: number; previous: string; newTip: boolean }
