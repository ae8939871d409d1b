import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import './styles/index.css';
import { ADMIN } from './api/queries';
import { SESSION, send, signedOut, useSession } from './api/session';
import type { SignedIn } from './session/SessionContext';
import { SessionProvider } from './session/SessionContext';
import { Outside } from './session/Outside';
import { ForcedPassword } from './session/PasswordForm';
import { Setup } from './session/Setup';
import { SignIn } from './session/SignIn';
import { Shell } from './Shell';
import { t } from './text';
import { Loaded } from './ui/Loaded';

/**
 * The admin pages: a chunk of their own, so that miners never load it. When a session ends by itself the pages stay
 * mounted behind the sign-in, so that whoever comes back finds what they had typed.
 */
export default function AdminApp() {
  const client = useQueryClient();
  const query = useSession();
  const session = query.data;
  const [last, setLast] = useState<SignedIn>();
  const user = session?.user ?? undefined;
  const role = session?.role ?? undefined;
  const signedIn = session?.state === 'SIGNED_IN' && user !== undefined && role !== undefined;

  useEffect(() => {
    if (!signedIn) return;
    setLast((before) => {
      // What one person saw is not for the next one.
      if (before && before.user !== user) client.removeQueries({ queryKey: [ADMIN] });
      return before?.user === user && before.role === role ? before : { user, role };
    });
    void client.invalidateQueries({ queryKey: [ADMIN] });
  }, [signedIn, user, role, client]);

  const signOut = async () => {
    await send('POST', '/admin/logout').catch(() => undefined);
    setLast(undefined);
    client.removeQueries({ queryKey: [ADMIN] });
    signedOut(client);
    await client.invalidateQueries({ queryKey: SESSION });
  };

  if (session === undefined) {
    return <Outside title={t('session.signIn')}><Loaded query={query}>{() => null}</Loaded></Outside>;
  }
  if (session.state === 'SETUP') return <Setup />;
  if (signedIn && session.passwordChangeNeeded) return <ForcedPassword user={user} onSignOut={() => void signOut()} />;
  const shown = signedIn ? { user, role } : last;
  return (
    <>
      {!signedIn && <SignIn expired={last?.user} />}
      {shown && (
        <div hidden={!signedIn} key={shown.user}>
          <SessionProvider value={shown}><Shell onSignOut={() => void signOut()} /></SessionProvider>
        </div>
      )}
    </>
  );
}
