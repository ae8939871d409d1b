import { Link } from 'wouter';
import { useAdmin } from '../api/queries';
import type { Settings } from '../api/types';
import { t } from '../text';
import { Loaded } from '../ui/Loaded';
import { Card, Page } from '../ui/parts';
import { ApprovalCard } from './settings/ApprovalCard';
import { FeesCard } from './settings/FeesCard';
import { PortsCard } from './settings/PortsCard';
import { SchemesCard } from './settings/SchemesCard';

export function SettingsPage() {
  const query = useAdmin<Settings>('/admin/settings', { every: 5 });
  return (
    <Page title={t('settings.title')} lead={t('settings.lead')}>
      <Loaded query={query} lines={8}>
        {(settings) => (
          <>
            <ApprovalCard approval={settings.approval} />
            <FeesCard fees={settings.fees} />
            <SchemesCard schemes={settings.schemes} />
            <PortsCard ports={settings.ports} />
            <Card title={t('minimums.title')}>
              <p className="adm-lead">{t('minimums.lead')} <Link href="/admin/lookup">{t('shell.lookup')}</Link></p>
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}
