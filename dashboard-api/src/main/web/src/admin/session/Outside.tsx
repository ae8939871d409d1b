import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { isOpenToListeners } from '../model/connection';
import { t } from '../text';
import { Logo } from '../ui/Logo';
import { Notice } from '../ui/parts';

/** The frame of the pages one sees before being signed in. */
export function Outside({ title, lead, children, wide }: { title: string; lead?: ReactNode; children: ReactNode; wide?: boolean }) {
  useEffect(() => {
    document.title = `${title} · Thunder Pool`;
  }, [title]);
  return (
    <main className={wide ? 'adm-outside adm-outside-wide' : 'adm-outside'} id="content">
      <div className="adm-brand"><Logo /> Thunder Pool <span>{t('shell.admin')}</span></div>
      <div className="adm-card">
        <h1>{title}</h1>
        {lead && <p className="adm-lead">{lead}</p>}
        {isOpenToListeners(window.location) && <Notice tone="warn" title={t('session.plain')}>{t('session.plainMore')}</Notice>}
        {children}
      </div>
      <p className="adm-outside-foot"><Link href="/">{t('shell.toPool')}</Link></p>
    </main>
  );
}
