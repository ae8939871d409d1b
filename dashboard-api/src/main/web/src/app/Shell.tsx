import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useStats } from '../api/queries';
import { useLive } from '../live/Live';
import { t } from '../text/en';
import { BoltIcon, SearchIcon } from '../ui/icons';
import { AddressSearch } from './AddressSearch';
import { PAGES, isCurrent } from './nav';
import { ThemeButton } from './ThemeButton';

/** What surrounds every page: name, search, ways, the stream's state. */
export function Shell({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  const [searching, setSearching] = useState(false);
  const content = useRef<HTMLElement>(null);
  const ways = useRef<HTMLElement>(null);
  // On a phone the ways scroll sideways: the current one is brought into sight.
  useEffect(() => {
    const current = ways.current?.querySelector<HTMLElement>('[aria-current]');
    if (current && ways.current) ways.current.scrollLeft = current.offsetLeft - ways.current.offsetLeft - 60;
  }, [path]);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    setSearching(false);
    window.scrollTo(0, 0);
    // Readers of screens begin anew with the new page; no ring is drawn around the whole of it.
    content.current?.focus({ preventScroll: true });
  }, [path]);
  const pool = useStats().data?.pool ?? t('app.name');
  return (
    <>
      <a className="skip" href="#content">{t('app.skip')}</a>
      <header className="top">
        <div className="top-row">
          <Link className="brand" href="/"><BoltIcon /><span>{pool}</span></Link>
          <nav ref={ways} className="nav" aria-label={t('nav.label')}>
            {PAGES.map((page) => (
              <Link key={page.path} href={page.path} aria-current={isCurrent(page.path, path) ? 'page' : undefined}>{t(page.label)}</Link>
            ))}
          </nav>
          <div className={`top-search ${searching ? 'open' : ''}`}><AddressSearch id="top" compact /></div>
          <div className="top-tools">
            <LiveMark />
            <button type="button" className="icon-button search-toggle" aria-expanded={searching} aria-label={t('search.open')}
              onClick={() => setSearching(!searching)}><SearchIcon /></button>
            <ThemeButton />
          </div>
        </div>
      </header>
      <Away />
      <main id="content" ref={content} tabIndex={-1}>{children}</main>
      <Footer />
      <News />
    </>
  );
}

function LiveMark() {
  const { link } = useLive();
  const text = t(`live.${link}`);
  return <span className={`live ${link}`} title={t(`live.${link}.title`)} role="status"><span className="live-dot" aria-hidden="true" /><span className="live-text">{text}</span></span>;
}

/** One quiet word when the pool's figures can not be had, instead of an alarm in every panel. */
function Away() {
  const { link, failures } = useLive();
  const stats = useStats();
  const away = link === 'offline' && failures > 1 && stats.error !== null;
  return <div className={away ? 'banner' : ''} role="status">{away ? <p>{t('app.away')}</p> : null}</div>;
}

function News() {
  const { news } = useLive();
  return <div className="hidden" aria-live="polite">{news?.text ?? ''}</div>;
}

function Footer() {
  const stats = useStats().data;
  return (
    <footer className="foot">
      <p>{t('foot.about', { pool: stats?.pool ?? t('app.name') })}{stats ? <> · {stats.chain}</> : null}</p>
      <p><a href="/swagger-ui/index.html">{t('foot.api')}</a> · <Link href="/connect">{t('foot.connect')}</Link> · <Link href="/network">{t('foot.network')}</Link></p>
    </footer>
  );
}
