import { useEffect, useState } from 'react';
import { t } from '../text/en';
import { CheckIcon, CopyIcon } from './icons';

/** Copies a text and says so for two seconds, to the eye and to a screen reader. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => { void copyText(text).then((done) => setState(done ? 'copied' : 'failed')); };
  const told = state === 'copied' ? t('copy.done') : state === 'failed' ? t('copy.failed') : '';
  return (
    <>
      <button type="button" className="icon-button" onClick={copy} aria-label={label} title={told || label}>
        {state === 'copied' ? <CheckIcon /> : <CopyIcon />}
      </button>
      <span className="hidden" role="status">{told}</span>
    </>
  );
}

/** A line to be copied as it is. */
export function CopyLine({ text, label, name }: { text: string; label: string; name?: string }) {
  return (
    <div className="copy-line">
      {name ? <span className="copy-name">{name}</span> : null}
      <code>{text}</code>
      <CopyButton text={text} label={t('copy.what', { what: label })} />
    </div>
  );
}

// Clipboards need https or localhost; a pool at home often has neither, so the old way stays as the second.
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'hidden';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
