/** What the admin API says, as its document has it: money in satoshi, times in ISO 8601, work as decimal strings. */

export type Role = 'VIEWER' | 'OPERATOR' | 'OWNER';

export interface AdminSession {
  state: 'SETUP' | 'SIGNED_OUT' | 'SIGNED_IN';
  user?: string;
  role?: Role;
  passwordChangeNeeded?: boolean;
}

/** A second factor just made: shown once. */
export interface SecondFactor {
  otpauthUrl: string;
  secret: string;
}

export interface NewLogin extends SecondFactor {
  temporaryPassword: string;
}

export interface Lag {
  topic: string;
  records: number;
}

export interface ServiceHealth {
  service: string;
  instance: string;
  version: string;
  startedAt: string;
  seenAt: string;
  alive: boolean;
  ready: boolean;
  reason?: string;
  lags: Lag[];
  figures: Record<string, number>;
}

export interface NodeHealth {
  name: string;
  chosen: boolean;
  healthy: boolean;
  problem?: string;
  height: number;
  latencyMs: number;
  peers: number;
  tip?: string;
}

export interface TemplateHealth {
  id?: string;
  height?: number;
  ageSeconds?: number;
  serving: boolean;
  reason?: string;
}

export interface LedgerHealth {
  imbalanceSat?: number;
  auditedAt?: string;
  payoutsStopped?: boolean;
}

export interface Trouble {
  service: string;
  instance: string;
  at: string;
  level: string;
  logger: string;
  text: string;
}

export interface Health {
  services: ServiceHealth[];
  nodes: NodeHealth[];
  template?: TemplateHealth;
  ledger: LedgerHealth;
  payouts: { byState: Record<string, number>; oldestOpenAt?: string };
  wallet: { hotSat?: number; liabilitiesSat: number };
  bans: { active: number };
  troubles: Trouble[];
}

export interface AdminUser {
  user: string;
  role: Role;
  enabled: boolean;
  createdAt?: string;
  lastLoginAt?: string;
  lockedUntil?: string;
  passwordChangeNeeded?: boolean;
}

export interface AuditRow {
  id: string | number;
  at: string;
  user?: string;
  role?: string;
  address?: string;
  action: string;
  detail?: string;
  outcome?: string;
}

export interface SchemeSetting {
  scheme: string;
  blockInterval: number;
  timeIntervalMinutes: number;
  description: string;
  version: number;
}

export interface FeeSetting {
  rewardSystem: string;
  basisPoints: number;
  version: number;
  fromAt?: string;
}

export interface PortSetting {
  instance: string;
  name: string;
  version: number;
  port?: number;
  tls?: boolean;
  rewardSystem?: string;
  scheme?: string;
  minimumDifficulty: number;
  startDifficulty: number;
  maximumDifficulty: number;
  vardiff: boolean;
  shareIntervalMs: number;
}

export interface Settings {
  schemes: SchemeSetting[];
  fees: FeeSetting[];
  ports: PortSetting[];
  approval: { aboveSat?: number; version: number };
}

export interface Ban {
  instance: string;
  subject: string;
  reason: string;
  author: string;
  at: string;
  until: string;
}

export interface PayoutRow {
  orderId: string;
  account: string;
  state: string;
  amountSat: number;
  txid?: string;
  confirmations: number;
  changedAt: string;
}

/** What is held: everybody's payments, and single accounts. */
export interface Holds {
  all: { held: boolean; version?: number; since?: string; author?: string; reason?: string };
  accounts: { account: string; held?: boolean; version?: number; since?: string; author?: string; reason?: string }[];
}

export interface Gateway extends Omit<ServiceHealth, 'service' | 'lags'> {
  draining?: boolean;
  sessions?: number;
  ports?: PortSetting[];
}

export type CommandOwner = 'payout' | 'accounting' | 'gateway';

export interface CommandRow {
  commandId: string;
  kind: string;
  author: string;
  sentAt: string;
  outcome: string;
  detail?: string;
  owner?: string;
  reason?: string;
  fields?: Record<string, string>;
  answers?: { instance?: string; outcome: string; detail?: string }[];
}

export interface CommandSent {
  commandId: string;
  answerAt: string;
}

export interface Money {
  immatureSat: number;
  payableSat: number;
  reservedSat: number;
  paidSat: number;
}

export interface Schedule {
  scheme: string;
  blockInterval: number;
  timeIntervalMinutes: number;
  minimumPayoutSat: number;
  held: boolean;
  description: string;
  version?: number;
}

export interface WorkerRow {
  account: string;
  worker: string;
  rewardSystem: string;
  hashrateHps: number;
  sharesAccepted: number;
  sharesRejected: number;
  rejectedByReason?: Record<string, number>;
  lastShareAt?: string;
  connections?: number;
  difficulty?: number;
  agent?: string;
}

export interface StatementRow {
  epoch: number;
  account: string;
  rewardSystem: string;
  shares: number;
  workHashes: string;
  rewardSat: number;
}

export interface MinerPage {
  account: string;
  spellings?: string[];
  hashrateHps: number;
  hashrate1hHps: number;
  sharesAccepted?: number;
  sharesRejected?: number;
  firstSeenAt?: string;
  lastShareAt?: string;
  balance: Money;
  schedule?: Schedule;
  nextPayment?: { state: string; text?: string };
  workers: WorkerRow[];
  statements: StatementRow[];
  payouts: PayoutRow[];
}

export interface BlockRow {
  blockId: string;
  height: number;
  state: string;
  confirmations: number;
  rewardSat: number;
  finder: string;
  worker: string;
  rewardSystem: string;
  foundAt: string;
}

export interface StateAt {
  state: string;
  at: string;
  txid?: string;
}

export interface ShareRow {
  at: string;
  offset: number;
  partition: number;
  identity: string;
  jobId?: string;
  account: string;
  worker: string;
  rewardSystem: string;
  difficulty: number;
  slice?: number;
  epoch?: number;
  rejection?: string;
  solvedBlock?: string;
}
