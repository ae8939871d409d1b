import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { get } from '../api/client';
import type { AddressAnswer } from '../api/types';
import { t } from '../text/en';
import { SearchIcon } from '../ui/icons';
import { rememberAddress } from './remembered';

/** What to do with an answer: go somewhere, or say what is wrong. */
export function outcome(answer: AddressAnswer): { go: string } | { problem: string; suggestion: string | null } {
  const account = answer.account ?? answer.text;
  if (answer.valid && answer.known) return { go: `/miners/${encodeURIComponent(account)}` };
  if (answer.valid) return { problem: answer.problem ?? t('search.unknown'), suggestion: null };
  return { problem: answer.problem ?? t('search.invalid'), suggestion: answer.suggestion ?? null };
}

/** Finds a miner by address; a mistake is explained where it was made. */
export function AddressSearch({ id, compact, initial = '' }: { id: string; compact?: boolean; initial?: string }) {
  const [text, setText] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ text: string; suggestion: string | null } | null>(null);
  const [, navigate] = useLocation();

  const look = async (wanted: string) => {
    const address = wanted.trim();
    if (!address) return;
    setBusy(true);
    setProblem(null);
    try {
      const answer = await get<AddressAnswer>(`/addresses/${encodeURIComponent(address)}`);
      const next = outcome(answer);
      if ('go' in next) {
        rememberAddress(answer.account ?? address);
        setText('');
        navigate(next.go);
      } else setProblem({ text: next.problem, suggestion: next.suggestion });
    } catch (failed) {
      setProblem({ text: failed instanceof Error ? failed.message : t('state.error'), suggestion: null });
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void look(text);
  };
  return (
    <form className={`search ${compact ? 'compact' : ''}`} role="search" aria-label={t(compact ? 'search.top' : 'search.title')} onSubmit={submit}>
      <div className="search-field">
        <SearchIcon />
        <input id={`${id}-address`} name="address" type="search" autoComplete="off" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={200}
          placeholder={t('search.placeholder')} aria-label={t('search.label')} aria-invalid={problem !== null}
          aria-describedby={problem ? `${id}-problem` : undefined} value={text}
          onChange={(event) => { setText(event.target.value); setProblem(null); }} />
        <button type="submit" className={compact ? 'hidden' : 'button'} disabled={busy}>{t('search.go')}</button>
      </div>
      {problem ? (
        <p id={`${id}-problem`} className="search-problem" role="alert">
          {problem.text}{' '}
          {problem.suggestion ? <button type="button" className="link" onClick={() => { const wanted = problem.suggestion ?? ''; setText(wanted); void look(wanted); }}>{t('search.suggest', { address: problem.suggestion })}</button> : null}
        </p>
      ) : null}
    </form>
  );
}
