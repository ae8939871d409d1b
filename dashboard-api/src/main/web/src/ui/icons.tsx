import type { ReactNode } from 'react';

function Icon({ children, size = 16 }: { children: ReactNode; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const CopyIcon = () => <Icon><rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" /></Icon>;
export const CheckIcon = () => <Icon><path d="m3 8.5 3.2 3.2L13 4.8" /></Icon>;
export const SearchIcon = () => <Icon><circle cx="7" cy="7" r="4.3" /><path d="m10.3 10.3 3.2 3.2" /></Icon>;
export const SunIcon = () => <Icon><circle cx="8" cy="8" r="3" /><path d="M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1" /></Icon>;
export const MoonIcon = () => <Icon><path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z" /></Icon>;
export const AutoIcon = () => <Icon><circle cx="8" cy="8" r="5.6" /><path d="M8 2.4v11.2A5.6 5.6 0 0 0 8 2.4Z" fill="currentColor" /></Icon>;
export const OutIcon = () => <Icon size={13}><path d="M6 3H3.2v9.8H13V10M9 2.8h4.2V7M13 3 7.4 8.6" /></Icon>;
export const DownIcon = () => <Icon><path d="M8 2.5v8M4.8 7.6 8 10.8l3.2-3.2M2.8 13.5h10.4" /></Icon>;
export const BoltIcon = () => (
  <svg className="bolt" width="22" height="22" viewBox="0 0 32 32" aria-hidden="true"><path fill="currentColor" d="M18 2 6 18h8l-2 12 14-18h-9z" /></svg>
);
