import { Suspense, lazy } from 'react';
import { Route, Switch } from 'wouter';
import { Shell } from './Shell';

const Admin = lazy(() => import('../admin/AdminApp'));

export function App() {
  return (
    <Switch>
      <Route path="/admin/*?"><Suspense fallback={null}><Admin /></Suspense></Route>
      <Route><Shell><h1>Thunder Pool</h1></Shell></Route>
    </Switch>
  );
}
