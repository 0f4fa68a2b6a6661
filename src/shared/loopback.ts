/**
 * Where load may go: to this machine and nowhere else. Names are never looked up, since what a name means is for a file
 * or a server to say; only literal addresses of the loopback range count.
 */

/** Whether a host as `URL.hostname` spells it is a literal loopback address; 127.1 and decimals are spelled out there. */
export function isLoopbackHost(host: string): boolean {
  return host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether a text is an HTTP address of this machine. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && isLoopbackHost(hostname);
}
