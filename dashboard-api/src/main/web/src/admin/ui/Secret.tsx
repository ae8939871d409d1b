import { useEffect, useState } from 'react';
import type { SecondFactor } from '../api/types';
import { t } from '../text';
import { Qr } from './Qr';

/** Text to take along; says so when it was copied, and by hand where the browser forbids it. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const later = setTimeout(() => setDone(false), 2_000);
    return () => clearTimeout(later);
  }, [done]);
  const copy = () => navigator.clipboard?.writeText(text).then(() => setDone(true), () => undefined);
  if (!('clipboard' in navigator)) return null;
  return (
    <button type="button" className="adm-button adm-small" aria-label={label} onClick={copy}>
      <span aria-live="polite">{done ? t('ui.copied') : t('ui.copy')}</span>
    </button>
  );
}

/** The secret in groups of four, as apps take it typed. */
export const grouped = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ');

export function SecondFactorView({ factor }: { factor: SecondFactor }) {
  return (
    <div className="adm-factor">
      <Qr text={factor.otpauthUrl} label={t('session.qr')} />
      <div>
        <p>{t('session.scan')}</p>
        <p className="adm-secret"><code>{grouped(factor.secret)}</code><Copy text={factor.secret} label={t('session.copySecret')} /></p>
        <p className="adm-hint">{t('session.onlyOnce')}</p>
      </div>
    </div>
  );
}
