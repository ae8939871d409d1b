import type { CommandOwner, Role } from '../api/types';

const RANK: Record<Role, number> = { VIEWER: 0, OPERATOR: 1, OWNER: 2 };

/** The least role that may send a kind of command; the server decides anyway, this only spares people a refusal. */
const NEEDED: Record<CommandOwner, Record<string, Role>> = {
  payout: {
    'hold-payouts': 'OPERATOR',
    'release-payouts': 'OPERATOR',
    'change-schedule': 'OPERATOR',
    'set-minimum': 'OPERATOR',
    'approve-payout': 'OPERATOR',
    'refuse-payout': 'OPERATOR',
    'adopt-payment': 'OWNER',
    'ignore-payment': 'OWNER',
    'put-scheme': 'OWNER',
    'set-approval': 'OWNER',
  },
  accounting: {
    'hold-account': 'OPERATOR',
    'release-account': 'OPERATOR',
    'resume-payouts': 'OPERATOR',
    'correct-balance': 'OWNER',
    'set-fee': 'OWNER',
  },
  gateway: {
    ban: 'OPERATOR',
    unban: 'OPERATOR',
    'show-message': 'OPERATOR',
    drain: 'OPERATOR',
    'set-port': 'OWNER',
  },
};

export function atLeast(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && RANK[role] >= RANK[needed];
}

/** An unknown kind needs the highest role, so that a forgotten line never shows a button to everybody. */
export function roleFor(owner: CommandOwner, kind: string): Role {
  return NEEDED[owner][kind] ?? 'OWNER';
}
