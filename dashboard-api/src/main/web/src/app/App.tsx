import { Suspense, lazy } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { LiveProvider } from '../live/Live';
import { PoolPage } from '../pages/PoolPage';
import { SkeletonBlock } from '../ui/State';
import { NotFoundPage } from '../pages/NotFoundPage';
import { accountOf } from './nav';
import { Shell } from './Shell';

const Admin = lazy(() => import('../admin/AdminApp'));
const Blocks = lazy(() => import('../pages/BlocksPage'));
const Payouts = lazy(() => import('../pages/PayoutsPage'));
const Leaderboard = lazy(() => import('../pages/LeaderboardPage'));
const Epochs = lazy(() => import('../pages/EpochsPage'));
const Epoch = lazy(() => import('../pages/EpochPage'));
const Network = lazy(() => import('../pages/NetworkPage'));
const Connect = lazy(() => import('../pages/ConnectPage'));
const Miner = lazy(() => import('../pages/MinerPage'));
const Worker = lazy(() => import('../pages/WorkerPage'));

export function App() {
  return (
    <Switch>
      <Route path="/admin/*?"><Suspense fallback={null}><Admin /></Suspense></Route>
      <Route><PublicPages /></Route>
    </Switch>
  );
}

function PublicPages() {
  const [path] = useLocation();
  const account = accountOf(path);
  return (
    <LiveProvider account={account ? decodeURIComponent(account) : null}>
      <Shell>
        <Suspense fallback={<SkeletonBlock height={480} />}>
          <Switch>
            <Route path="/"><PoolPage /></Route>
            <Route path="/blocks"><Blocks /></Route>
            <Route path="/payouts"><Payouts /></Route>
            <Route path="/leaderboard"><Leaderboard /></Route>
            <Route path="/epochs"><Epochs /></Route>
            <Route path="/epochs/:number">{({ number }) => <Epoch key={number} number={number} />}</Route>
            <Route path="/network"><Network /></Route>
            <Route path="/connect"><Connect /></Route>
            <Route path="/miners/:account/worker">{({ account: of }) => <Worker key={of} account={decodeURIComponent(of)} />}</Route>
            <Route path="/miners/:account">{({ account: of }) => <Miner key={of} account={decodeURIComponent(of)} />}</Route>
            <Route><NotFoundPage /></Route>
          </Switch>
        </Suspense>
      </Shell>
    </LiveProvider>
  );
}
