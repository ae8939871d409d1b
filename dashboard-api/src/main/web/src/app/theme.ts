import { useSyncExternalStore } from 'react';

export type Theme = 'auto' | 'light' | 'dark';
const listeners = new Set<() => void>();
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function read(): Theme {
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'auto';
}

export function setTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    if (theme === 'auto') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch { /* a browser that keeps nothing forgets the theme */ }
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  dark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    dark.removeEventListener('change', listener);
  };
}

/** What the visitor chose. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, read);

/** What is shown: the choice, or the system's. Charts are painted anew when it changes. */
export const useShownTheme = (): 'light' | 'dark' =>
  useSyncExternalStore(subscribe, () => {
    const theme = read();
    return theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
  });
