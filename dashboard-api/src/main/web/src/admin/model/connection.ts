/** Whether somebody between the browser and the pool can read what is typed: plain HTTP that leaves this machine. */
export function isOpenToListeners({ protocol, hostname }: Pick<Location, 'protocol' | 'hostname'>): boolean {
  const own = hostname === 'localhost' || hostname.endsWith('.localhost') || /^127(\.\d{1,3}){3}$/.test(hostname) || hostname === '[::1]';
  return protocol === 'http:' && !own;
}
