// What the admin API says, field by field. What the pool can not know yet is null or missing: pages hide it.
import type { BlockRow, Iso, MinerPage, NodeRow, PayoutRow, SchemePlan } from '../../api/types';

export type { BlockRow, MinerPage, NodeRow, PayoutRow };
type Maybe<T> = T | null | undefined;

export type Role = 'VIEWER' | 'OPERATOR' | 'OWNER';

export interface AdminSession {
  state: 'SETUP' | 'SIGNED_OUT' | 'SIGNED_IN';
  user?: Maybe<string>;
  role?: Maybe<Role>;
  passwordChangeNeeded?: Maybe<boolean>;
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
  startedAt: Iso;
  seenAt: Iso;
  alive: boolean;
  ready: boolean;
  reason?: Maybe<string>;
  lags: Lag[];
  figures: Record<string, number>;
}

export interface TemplateHealth {
  id?: Maybe<string>;
  height?: Maybe<number>;
  ageSeconds?: Maybe<number>;
  serving: boolean;
  reason?: Maybe<string>;
}

export interface LedgerHealth {
  imbalanceSat?: Maybe<number>;
  auditedAt?: Maybe<Iso>;
  payoutsStopped?: Maybe<boolean>;
}

export interface Trouble {
  service: string;
  instance: string;
  at: Iso;
  level: string;
  logger: string;
  text: string;
}

export interface Health {
  services: ServiceHealth[];
  nodes: NodeRow[];
  template?: Maybe<TemplateHealth>;
  ledger: LedgerHealth;
  payouts: { byState: Record<string, number>; oldestOpenAt?: Maybe<Iso> };
  wallet: { hotSat?: Maybe<number>; liabilitiesSat: number };
  bans: { active: number };
  troubles: Trouble[];
}

export interface AdminUser {
  user: string;
  role: Role;
  enabled: boolean;
  createdAt?: Maybe<Iso>;
  lastSignInAt?: Maybe<Iso>;
  passwordChangeNeeded?: Maybe<boolean>;
}

export interface AuditRow {
  id: string | number;
  at: Iso;
  user?: Maybe<string>;
  role?: Maybe<string>;
  address?: Maybe<string>;
  action: string;
  detail?: Maybe<string>;
  outcome?: Maybe<string>;
}

export interface SchemeSetting {
  scheme: string;
  blockInterval: number;
  timeIntervalMinutes: number;
  description: string;
  version: number;
  next?: Maybe<SchemePlan>;
}

export interface FeeSetting {
  rewardSystem: string;
  basisPoints: number;
  version: number;
  fromAt?: Maybe<Iso>;
}

export interface PortSetting {
  instance: string;
  name: string;
  version: number;
  number?: Maybe<number>;
  tls?: Maybe<boolean>;
  rewardSystem?: Maybe<string>;
  scheme?: Maybe<string>;
  minimumDifficulty: number;
  startDifficulty: number;
  maximumDifficulty: number;
  vardiff: boolean;
  shareIntervalMs: number;
  next?: Maybe<PortPlan>;
}

/** What a port will offer, and the version it will have then. */
export interface PortPlan {
  fromAt: Iso;
  version: number;
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
  approval: { aboveSat?: Maybe<number>; version?: Maybe<number> };
}

export interface Ban {
  instance: string;
  subject: string;
  reason: string;
  author: string;
  at: Iso;
  until: Iso;
}

/** What is held: everybody's payments, and single accounts. */
export interface Holds {
  all: { held: boolean; version?: Maybe<number>; since?: Maybe<Iso>; author?: Maybe<string>; reason?: Maybe<string> };
  accounts: Hold[];
}

export interface Hold {
  account: string;
  held?: Maybe<boolean>;
  version?: Maybe<number>;
  since?: Maybe<Iso>;
  author?: Maybe<string>;
  reason?: Maybe<string>;
}

export type CommandOwner = 'payout' | 'accounting' | 'gateway';

export interface CommandRow {
  commandId: string;
  kind: string;
  author: string;
  sentAt: Iso;
  outcome: string;
  detail?: Maybe<string>;
  owner?: Maybe<string>;
  reason?: Maybe<string>;
  fields?: Maybe<Record<string, string>>;
}

export interface CommandSent {
  commandId: string;
  answerAt: Iso;
}

export interface StateAt {
  state: string;
  at: Iso;
  txid?: Maybe<string>;
}

export interface ShareRow {
  at: Iso;
  offset: number;
  partition: number;
  identity: string;
  jobId?: Maybe<string>;
  account: string;
  worker: string;
  rewardSystem: string;
  difficulty: number;
  slice?: Maybe<number>;
  epoch?: Maybe<number>;
  rejection?: Maybe<string>;
  solvedBlock?: Maybe<string>;
}

/** An account with all that was done about it. */
export interface AccountLife {
  miner: MinerPage;
  held: boolean;
  /** Accounting sets nothing aside for it; the other hold is the payout service's. */
  ledgerHeld?: Maybe<boolean>;
  commands: CommandRow[];
  bans: Ban[];
  blocks: BlockRow[];
}

export interface BlockLife {
  row: BlockRow;
  solvedAt?: Maybe<Iso>;
  history: StateAt[];
}

export interface PayoutLife {
  row: PayoutRow;
  history: StateAt[];
  commands: CommandRow[];
}

export interface Gateway extends Omit<ServiceHealth, 'service' | 'lags'> {
  ports: PortSetting[];
}

/** What a search of the log brought; an incomplete one goes on from {@link scannedUntil}, further back. */
export interface ShareSearch {
  shares: ShareRow[];
  scannedRecords: number;
  scannedShares: number;
  scannedUntil?: Maybe<Iso>;
  complete: boolean;
}
