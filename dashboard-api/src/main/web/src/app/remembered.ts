// The visitor's own address, kept in this browser only, so that they need not type it again.
const KEY = 'address';

export function rememberedAddress(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function rememberAddress(address: string): void {
  try {
    if (address) localStorage.setItem(KEY, address);
    else localStorage.removeItem(KEY);
  } catch { /* not kept then */ }
}
