import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { QueryClientProvider } from '@tanstack/react-query';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { createClient } from '../src/api/cache';
import type { MinerPage } from '../src/api/types';
import { SchedulePanel } from '../src/parts/ScheduleForm';
import { cleaned, commandOf, isBase64, kindOf, messageOf } from '../src/parts/scheduleMessage';

const LEGACY = 'n39dG4vszWeEGrszbZQpbRs8Tkg6De8qao';
const SIGNATURE = 'HxNZdo6ggZ41hd3mM3gfJRqOQPZYcO8z8qdX2BwmpbF11CaOQV+QiZGGQxaYOncKoNW61oRuSMMF8udfK54XqI8=';

test('the message is the one that docs/miners.md spells', () => {
  const wish = { chain: 'litecoin-regtest', address: LEGACY, scheme: 'time', minimumSat: null, time: 1_790_000_000 };
  expect(messageOf(wish)).toBe(`Thunder Pool litecoin-regtest: pay ${LEGACY} by scheme time, time 1790000000`);
  expect(messageOf({ ...wish, minimumSat: 50_000 })).toBe(`Thunder Pool litecoin-regtest: pay ${LEGACY} by scheme time, minimum 50000 sat, time 1790000000`);
});

// BIP173's and BIP350's examples, and the first address that was ever paid.
test.each([
  ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'legacy'], [LEGACY, 'legacy'], ['3P14159f73E4gFr7JterCCQh9QjiTjiZrG', 'nested'],
  ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'segwit'], ['BCRT1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KYGT080', 'segwit'],
  ['bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3', 'script'],
  ['bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0', 'taproot'], ['?', 'unknown'],
] as const)('%s is of the kind %s', (address, kind) => expect(kindOf(address)).toBe(kind));

test('a node’s own command is given where the node can sign', () => {
  expect(commandOf('bitcoin-main', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'text')).toBe('bitcoin-cli signmessage "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" "text"');
  expect(commandOf('litecoin-regtest', LEGACY, 'text')).toBe(`litecoin-cli -regtest signmessage "${LEGACY}" "text"`);
  expect(commandOf('bitcoin-main', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'text')).toBeNull();
});

test('what people copy along is left out of a signature', () => {
  expect(cleaned(` ${SIGNATURE.slice(0, 40)}\n${SIGNATURE.slice(40)} `)).toBe(SIGNATURE);
  expect(isBase64(SIGNATURE)).toBe(true);
  expect(isBase64('not a signature')).toBe(false);
});

const miner: MinerPage = {
  account: LEGACY, hashrateHps: 0, hashrate1hHps: 0, balance: { immatureSat: 0, payableSat: 0, reservedSat: 0, paidSat: 0 }, workers: [], statements: [], payouts: [],
  schedule: { scheme: 'blocks', blockInterval: 144, timeIntervalMinutes: 0, minimumPayoutSat: 100_000, held: false, description: '' },
};

describe('the form', () => {
  let sent: { path: string; body: unknown }[];
  let reply: { status: number; body: unknown };
  let outcomes: { outcome: string; detail: string }[];
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-21T12:00:00Z') });
    sent = [];
    outcomes = [{ outcome: 'pending', detail: '' }, { outcome: 'applied', detail: 'version 3' }];
    reply = { status: 202, body: { commandId: 'c0', answerAt: '/api/commands/c0' } };
    vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
      const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
      if (init.method === 'POST') {
        sent.push({ path: url, body: JSON.parse(String(init.body)) });
        return answer(reply.status, reply.body);
      }
      if (url === '/api/schemes') return answer(200, [{ scheme: 'blocks', blockInterval: 144, timeIntervalMinutes: 0, description: '' }, { scheme: 'time', blockInterval: 0, timeIntervalMinutes: 60, description: '' }]);
      if (url === '/api/commands/c0') return answer(200, { commandId: 'c0', kind: 'change-schedule', author: 'miner', sentAt: '2026-11-21T12:00:00Z', ...(outcomes.length > 1 ? outcomes.shift() : outcomes[0]) });
      return answer(200, { pool: 'Thunder Pool', chain: 'litecoin-regtest', coin: { name: 'Litecoin', ticker: 'LTC', algorithm: 'scrypt' } });
    });
    render(<QueryClientProvider client={createClient()}><main><SchedulePanel miner={miner} /></main></QueryClientProvider>);
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const opened = async () => {
    fireEvent.click(await screen.findByText('Choose another scheme or least payment'));
    return screen.getByLabelText('Scheme');
  };
  const type = (label: string, text: string) => fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
  const press = () => fireEvent.click(screen.getByRole('button', { name: 'Change it' }));
  const chosen = async () => {
    fireEvent.change(await opened(), { target: { value: 'time' } });
    type('Least payment', '0.0005');
  };
  const MESSAGE = `Thunder Pool litecoin-regtest: pay ${LEGACY} by scheme time, minimum 50000 sat, time 1795262400`;

  it('shows the text to sign, sends it with the signature, and says what became of it', async () => {
    await chosen();
    expect(screen.getByText(MESSAGE)).toBeTruthy();
    expect(screen.getByText(`litecoin-cli -regtest signmessage "${LEGACY}" "${MESSAGE}"`)).toBeTruthy();
    type('Signature', `${SIGNATURE}\n`);
    press();
    await screen.findByText('Changed.', undefined, { timeout: 5_000 });
    expect(sent).toEqual([{ path: `/api/miners/${LEGACY}/schedule`, body: { message: MESSAGE, signature: SIGNATURE } }]);
  });

  it('asks for what is missing where it is missing, and sends nothing', async () => {
    await opened();
    press();
    expect(screen.getByText('This is how it is already; choose something else first.')).toBeTruthy();
    const field = screen.getByLabelText('Signature');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Paste what the wallet gave after signing.');
    type('Least payment', 'much');
    type('Signature', 'I am it');
    press();
    expect(screen.getByText('An amount with at most eight decimals, such as 0.001.')).toBeTruthy();
    expect(screen.getByText('This is no signature: it should be base64 text, as wallets give it.')).toBeTruthy();
    expect(sent).toEqual([]);
  });

  it('throws a signature away when the text changes', async () => {
    await chosen();
    type('Signature', SIGNATURE);
    type('Least payment', '0.0006');
    expect(screen.getByLabelText<HTMLTextAreaElement>('Signature').value).toBe('');
  });

  it('tells the pool’s refusals in its own words', async () => {
    await chosen();
    reply = { status: 400, body: { status: 400, title: 'Bad Request', detail: 'The signature is not by this address\'s key over exactly this message.' } };
    type('Signature', SIGNATURE);
    press();
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('not by this address\'s key'));
    reply = { status: 202, body: { commandId: 'c0', answerAt: '/api/commands/c0' } };
    outcomes = [{ outcome: 'refused', detail: 'no payment scheme is called time' }];
    press();
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('no payment scheme is called time'));
  });

  it('has nothing that keeps people out', async () => {
    await chosen();
    press();
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
  });
});
