import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { close, open } from './mount';
import { ADDRESS, ORDER, Pool, night } from './pool';

let pool: Pool;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-21T08:00:05Z') });
  pool = new Pool();
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

const type = (label: string | RegExp, text: string) => fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const commands = () => pool.sent.filter((one) => one.path === '/api/admin/commands');

describe('coming in', () => {
  it('sets up the first owner with a second factor that is confirmed', async () => {
    pool.session = { state: 'SETUP' };
    open(pool, '/admin');
    await screen.findByRole('heading', { name: 'Set up the first admin' });
    type('One-time code', 'ABCD-EFGH');
    type('Name', 'olga');
    type('Password', 'four correct horses stapled');
    press('Go on to the second factor');
    await screen.findByRole('img', { name: /QR code/ });
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP')).toBeTruthy();
    type('Code of your authenticator app', '123 456');
    press('Finish and sign in');
    await screen.findByRole('heading', { name: 'Health' });
    expect(pool.sent.at(-1)).toEqual({ method: 'POST', path: '/api/admin/setup/confirm', body: { user: 'olga', password: 'four correct horses stapled', totp: '123456' } });
  });

  it('signs in where one wanted to go', async () => {
    pool.session = { state: 'SIGNED_OUT' };
    open(pool, '/admin/bans');
    await screen.findByRole('button', { name: 'Sign in' });
    type('Name', 'olga');
    type('Password', 'x');
    type('Code of your authenticator app', '123456');
    press('Sign in');
    await screen.findByRole('heading', { name: 'Bans' });
  });

  it('counts down while it is locked, and lets nobody press', async () => {
    pool.session = { state: 'SIGNED_OUT' };
    pool.replies.set('POST /api/admin/login', { status: 423, body: { detail: 'Too many wrong tries for this name.' }, headers: { 'Retry-After': '272' } });
    open(pool, '/admin');
    await screen.findByRole('button', { name: 'Sign in' });
    type('Name', 'olga');
    type('Password', 'x');
    type('Code of your authenticator app', '123456');
    press('Sign in');
    expect((await screen.findByRole('alert')).textContent).toContain('Too many wrong tries for this name.');
    await screen.findByText('You can try again in 4:32.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Sign in' }).disabled).toBe(true);
  });

  it('keeps what was typed when the session ends, and goes on after the next sign-in', async () => {
    open(pool, '/admin/gateways');
    await screen.findByLabelText('Message');
    type('Message', 'back in ten minutes');
    pool.session = { state: 'SIGNED_OUT' };
    press('Send message…');
    type('Reason', 'maintenance');
    press('Send message');
    await screen.findByText('Your session has ended');
    pool.session = { state: 'SIGNED_OUT' };
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'x' } });
    type('Code of your authenticator app', '123456');
    press('Sign in');
    await screen.findByRole('heading', { name: 'Gateways' });
    expect(screen.getByLabelText<HTMLInputElement>('Message').value).toBe('back in ten minutes');
  });

  it('lets nobody past a password that somebody else chose', async () => {
    pool.session = { state: 'SIGNED_IN', user: 'eve', role: 'OPERATOR', passwordChangeNeeded: true };
    open(pool, '/admin/payouts');
    await screen.findByRole('heading', { name: 'Choose your own password' });
    expect(screen.queryByRole('heading', { name: 'Payouts' })).toBeNull();
  });
});

describe('health', () => {
  it('is calm when all is well', async () => {
    open(pool, '/admin');
    await screen.findByText('All is well');
  });

  it('leads with what is red, and says what to do', async () => {
    pool.health = night();
    open(pool, '/admin');
    await screen.findByRole('heading', { name: '5 things need you now · 4 things to look at' });
    expect(screen.getByText('The ledger is off by 12 sat')).toBeTruthy();
    expect(screen.getByText('Do not resume payouts before the cause is understood. The runbook tells how to look.')).toBeTruthy();
  });

  it('says so when it can not be asked', async () => {
    pool.replies.set('GET /api/admin/health', { status: 500, body: { detail: 'The figures can not be read at the moment.' } });
    open(pool, '/admin');
    await screen.findByText('The figures can not be read at the moment.', {}, { timeout: 8_000 });
  }, 10_000);
});

describe('a dangerous action', () => {
  const approve = async () => {
    open(pool, '/admin/payouts');
    fireEvent.click(await screen.findByRole('button', { name: 'Approve' }));
    return screen.findByRole('dialog', { name: 'Approve this payment?' });
  };

  it('tells what will happen and wants a reason before anything is sent', async () => {
    const dialog = await approve();
    expect(within(dialog).getByText(`2.50000000 BTC go to ${ADDRESS}.`)).toBeTruthy();
    press('Approve payment');
    const reason = screen.getByLabelText('Reason');
    await waitFor(() => expect(reason.getAttribute('aria-invalid')).toBe('true'));
    expect(commands()).toEqual([]);
  });

  it('is followed from pending to applied', async () => {
    await approve();
    type('Reason', 'monthly farm');
    press('Approve payment');
    await screen.findByText('The service that owns it decides');
    expect(commands()).toMatchObject([{ body: { owner: 'payout', kind: 'approve-payout', fields: { order: ORDER }, reason: 'monthly farm' } }]);
    expect(screen.queryByText('Done.')).toBeNull();
    pool.outcome = { outcome: 'applied', detail: 'version 3' };
    await screen.findByText('Done.');
  });

  it('shows why it was refused, and what to do when somebody else was quicker', async () => {
    pool.outcome = { outcome: 'refused', detail: 'it was changed meanwhile: its version is 4' };
    await approve();
    type('Reason', 'monthly farm');
    press('Approve payment');
    await screen.findByText('Refused; nothing was changed.');
    expect(screen.getByText(/look at the new values/)).toBeTruthy();
  });

  it('does not pretend to know when the connection broke', async () => {
    await approve();
    pool.replies.set('POST /api/admin/commands', { status: 503, body: { detail: 'The pool’s log did not answer in time.' } });
    type('Reason', 'monthly farm');
    press('Approve payment');
    await screen.findByText(/Whether it arrived is not known/);
  });

  it('can not be begun by a viewer, who is told who can', async () => {
    pool.session.role = 'VIEWER';
    open(pool, '/admin/payouts');
    const button = await screen.findByRole('button', { name: 'Approve' });
    fireEvent.click(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.title).toBe('Needs the role Operator');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('settings', () => {
  const editDaily = async () => {
    open(pool, '/admin/settings');
    fireEvent.click(await screen.findByRole('button', { name: 'Edit daily' }));
  };

  it('previews a change and sends the version it was made for', async () => {
    await editDaily();
    type('Time between payments', '720');
    press('Look at the change…');
    const dialog = await screen.findByRole('dialog', { name: 'Change the scheme daily?' });
    expect(within(dialog).getByText('12 hours')).toBeTruthy();
    type('Reason', 'miners asked');
    press('Change scheme');
    await waitFor(() => expect(commands()).toHaveLength(1));
    expect(commands()[0]?.body).toMatchObject({
      kind: 'put-scheme', expectedVersion: 4, fields: { scheme: 'daily', block_interval: '0', time_interval: '720', description: 'once a day' },
    });
  });

  it('tells what is planned, and changes the plan by its version', async () => {
    const fromAt = '2026-11-22T08:00:00Z';
    pool.schemes[0] = { ...pool.schemes[0]!, next: { fromAt, blockInterval: 0, timeIntervalMinutes: 720, description: 'twice a day' } };
    pool.ports[0] = { ...pool.ports[0]!, next: { fromAt, version: 3, minimumDifficulty: 1024, startDifficulty: 32768, maximumDifficulty: 1_048_576, vardiff: true, shareIntervalMs: 10_000 } };
    open(pool, '/admin/settings');
    await screen.findByText(/^From .*2026.*: every 12 hours$/);
    await screen.findByText(/^From .*2026.*: least 1\.02.k, first 32\.8.k, greatest/);
    fireEvent.click(screen.getByRole('button', { name: 'Edit pplns-blocks' }));
    expect(screen.getByText(/^A change is planned already/)).toBeTruthy();
    type('First difficulty', '8192');
    press('Look at the change…');
    await screen.findByRole('dialog', { name: 'Change port pplns-blocks?' });
    type('Reason', 'a better plan');
    press('Change port');
    await waitFor(() => expect(commands()).toHaveLength(1));
    expect(commands()[0]?.body).toMatchObject({ kind: 'set-port', expectedVersion: 3, fields: { port: 'pplns-blocks', start: '8192' } });
  });

  it('ties an error to its field and opens no dialog', async () => {
    await editDaily();
    type('Time between payments', '0');
    press('Look at the change…');
    const field = screen.getByLabelText('Time between payments');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const error = document.getElementById((field.getAttribute('aria-describedby') ?? '').split(' ').at(-1) ?? '');
    expect(error?.textContent).toBe('Blocks and time can not both be 0.');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('warns when the version moved while one typed', async () => {
    await editDaily();
    type('Time between payments', '720');
    pool.schemes = [{ ...pool.schemes[0]!, timeIntervalMinutes: 60, version: 5 }];
    await screen.findByText('Somebody changed this to version 5 while you were typing.', {}, { timeout: 8_000 });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Look at the change…' }).disabled).toBe(true);
    press('Take the new values');
    expect(screen.getByLabelText<HTMLInputElement>('Time between payments').value).toBe('60');
  }, 12_000);
});

describe('looking up', () => {
  it('goes from an address to the account’s whole life', async () => {
    open(pool, '/admin/lookup');
    await screen.findByLabelText('What do you look for?');
    type('What do you look for?', ` ${ADDRESS} `);
    press('Look up');
    await screen.findByRole('heading', { name: 'Account' });
    await screen.findByText('once a day');
  });

  it('says that nothing fits', async () => {
    open(pool, '/admin/lookup?q=nonsense');
    await screen.findByText('Nothing of that kind is known');
  });

  it('finds a block by its height', async () => {
    open(pool, '/admin/lookup?q=870001');
    await screen.findByRole('heading', { name: 'Block 870,001' });
  });
});

describe('users and the audit log', () => {
  it('shows a new login once, to be handed over', async () => {
    open(pool, '/admin/users');
    await screen.findByText('New user');
    type('Name', 'Frank');
    press('Create user');
    await screen.findByRole('dialog', { name: 'Hand this over to frank' });
    expect(screen.getByText('plum-orbit-cactus-72')).toBeTruthy();
    expect(pool.sent).toEqual([{ method: 'POST', path: '/api/admin/users', body: { user: 'frank', role: 'OPERATOR' } }]);
  });

  it('has no users page for who is no owner', async () => {
    pool.session.role = 'OPERATOR';
    open(pool, '/admin/users');
    await screen.findByText('Users are for owners');
    expect(screen.queryByRole('link', { name: 'Users' })).toBeNull();
  });

  it('says when the chain of the audit log is broken', async () => {
    pool.chain = 'broken:17';
    open(pool, '/admin/audit');
    expect((await screen.findByRole('alert')).textContent).toContain('Chain broken at row 17');
  });
});
