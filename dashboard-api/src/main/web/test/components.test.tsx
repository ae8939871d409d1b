import { QueryClientProvider } from '@tanstack/react-query';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../src/api/cache';
import { Problem } from '../src/api/client';
import { AddressSearch } from '../src/app/AddressSearch';
import { ThemeButton } from '../src/app/ThemeButton';
import { Rejections } from '../src/parts/Rejections';
import { ErrorNote, Loaded } from '../src/ui/State';
import { Table, type Column } from '../src/ui/Table';

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  localStorage.clear();
  place = document.createElement('div');
  document.body.replaceChildren(place);
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

const show = (node: ReactNode) => act(() => root.render(<QueryClientProvider client={createClient()}>{node}</QueryClientProvider>));
const answers = (body: unknown) => vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify(body)))));

async function lookUp(text: string): Promise<void> {
  const field = place.querySelector('input')!;
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await act(async () => {
    place.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
}

const COLUMNS: Column<{ name: string; shares: number }>[] = [
  { title: 'Name', main: true, cell: (row) => row.name }, { title: 'Shares', numeric: true, cell: (row) => row.shares },
];

test('a table names itself, its columns and its rows, and each cell names its column for phones', () => {
  show(<Table caption="Workers" columns={COLUMNS} rows={[{ name: 'rig1', shares: 7 }]} rowKey={(row) => row.name} />);
  expect(place.querySelector('caption')?.textContent).toBe('Workers');
  expect([...place.querySelectorAll('thead th[scope=col]')].map((head) => head.textContent)).toEqual(['Name', 'Shares']);
  expect(place.querySelector('tbody th[scope=row]')?.textContent).toBe('rig1');
  expect(place.querySelector('td')?.dataset['label']).toBe('Shares');
});

test('a table holds its place while it loads and says when there is nothing', () => {
  show(<Table caption="Workers" columns={COLUMNS} rows={undefined} rowKey={(row) => row.name} skeletonRows={3} />);
  expect(place.querySelectorAll('tbody tr')).toHaveLength(3);
  expect(place.querySelector('table')?.getAttribute('aria-busy')).toBe('true');
  show(<Table caption="Workers" columns={COLUMNS} rows={[]} rowKey={(row) => row.name} empty="Nobody." />);
  expect(place.textContent).toBe('Nobody.');
});

test('old figures stay while the pool is away; without any the error is told', () => {
  const away = new Problem(503, 'Away', 'The figures can not be read.');
  show(<Loaded query={{ data: 5, error: away }} skeleton="…">{(data) => `have ${data}`}</Loaded>);
  expect(place.textContent).toBe('have 5');
  show(<Loaded query={{ data: undefined, error: null }} skeleton="…">{() => 'never'}</Loaded>);
  expect(place.textContent).toBe('…');
  show(<Loaded query={{ data: undefined, error: away }} skeleton="…">{() => 'never'}</Loaded>);
  expect(place.textContent).toContain('No answer at the moment.');
});

test('an error that people can mend is told in the API’s words, with when to try again', () => {
  const retry = vi.fn();
  show(<ErrorNote problem={new Problem(429, 'Too many', 'Slow down.', 7)} retry={retry} />);
  expect(place.querySelector('[role=alert]')?.textContent).toContain('Slow down. Try again in 7 seconds.');
  act(() => place.querySelector('button')!.click());
  expect(retry).toHaveBeenCalledOnce();
});

test('a known address leads to its page and is remembered', async () => {
  answers({ text: 'bc1qx', valid: true, account: 'bc1qx', known: true });
  show(<AddressSearch id="test" />);
  await lookUp('  bc1qx ');
  expect(fetch).toHaveBeenCalledWith('/api/addresses/bc1qx', expect.anything());
  expect(location.pathname).toBe('/miners/bc1qx');
  expect(localStorage.getItem('address')).toBe('bc1qx');
});

test('a mistyped address is explained at its field, and what was meant is one press away', async () => {
  answers({ text: 'bc1x', valid: false, known: false, problem: 'A typing error.', suggestion: 'bc1q' });
  show(<AddressSearch id="test" />);
  await lookUp('bc1x');
  const field = place.querySelector('input')!;
  const told = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(told?.textContent).toContain('A typing error.');
  expect(told?.querySelector('button')?.textContent).toBe('Did you mean bc1q?');
  expect(localStorage.getItem('address')).toBeNull();
});

test('the theme goes from the system’s to light to dark and round, and is remembered', () => {
  show(<ThemeButton />);
  const press = () => act(() => place.querySelector('button')!.click());
  const root = document.documentElement;
  press();
  expect([root.dataset['theme'], localStorage.getItem('theme')]).toEqual(['light', 'light']);
  press();
  expect([root.dataset['theme'], localStorage.getItem('theme')]).toEqual(['dark', 'dark']);
  press();
  expect([root.dataset['theme'], localStorage.getItem('theme')]).toEqual([undefined, null]);
});

test('rejected shares are told with their reasons, and none is told as none', () => {
  show(<Rejections byReason={{ STALE: 1, DUPLICATE: 3 }} accepted={96} rejected={4} />);
  expect([...place.querySelectorAll('li')].map((line) => line.textContent)).toEqual(['Duplicate: sent before3', 'Stale: another block had been found1']);
  expect(place.querySelector('strong')?.textContent?.replace('\u202f', ' ')).toBe('4.0 %');
  show(<Rejections byReason={{}} accepted={5} rejected={0} />);
  expect(place.textContent).toContain('Not one.');
});
