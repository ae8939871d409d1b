import { Link } from 'wouter';
import { AddressSearch } from '../app/AddressSearch';
import { useTitle } from '../app/title';
import { t } from '../text/en';

export function NotFoundPage() {
  useTitle(t('notfound.title'));
  return (
    <div className="page narrow">
      <h1>{t('notfound.title')}</h1>
      <p>{t('notfound.text')}</p>
      <AddressSearch id="lost" />
      <p><Link href="/">{t('notfound.home')}</Link></p>
    </div>
  );
}
