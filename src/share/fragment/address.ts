/**
 * Addresses of stems: https anywhere in public, or a path of this page's own origin. The browser fetches them, after its user
 * has seen the origins; no server of ours ever does.
 */

/** Characters of an address. */
const MOST_CHARACTERS = 2_048;

/** What an address is refused for, in words that follow "it …"; null: it is taken. */
export type AddressFault = string | null;

/** Names that lead into the user's own machine or house. */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|home\.arpa)$/;

/** First bytes and bits of networks that are not public (RFC 6890). */
const PRIVATE_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
];

const numberOf = (dotted: string): number =>
  dotted.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const inNetwork = (address: number, [base, bits]: readonly [string, number]): boolean =>
  Math.floor(address / 2 ** (32 - bits)) === Math.floor(numberOf(base) / 2 ** (32 - bits));

/**
 * True for hosts that don't stand in public. `URL` has already written every spelling of an IPv4 address as four numbers. No
 * IPv6 literal is taken: nobody publishes stems at one.
 */
function isPrivate(host: string): boolean {
  if (host.startsWith('[')) return true;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    const address = numberOf(host);
    return PRIVATE_4.some((network) => inNetwork(address, network));
  }
  const name = host.replace(/\.$/, '');
  return !name.includes('.') || PRIVATE_NAME.test(name);
}

/** Says why a stem can't be fetched from an address. */
export function addressFault(address: string): AddressFault {
  if (address.length > MOST_CHARACTERS) return `is longer than ${MOST_CHARACTERS} characters`;
  // URL would quietly drop what is left out here.
  // eslint-disable-next-line no-control-regex -- controls are what is looked for
  if (/[\s\\\p{Cc}]/u.test(address)) return 'has white space, controls or backslashes';
  if (address.startsWith('/')) return address.startsWith('//') ? 'names no protocol' : null;
  if (!URL.canParse(address)) return 'is no address';
  const url = new URL(address);
  if (url.protocol !== 'https:') return 'is not https';
  if (url.username !== '' || url.password !== '') return 'holds a user name or password';
  if (url.hash !== '') return 'has a fragment';
  if (isPrivate(url.hostname)) return 'lies on a private network';
  return null;
}

/** The origin that an address is fetched from, as people are asked about it; null: the page's own. */
export function originOf(address: string): string | null {
  return address.startsWith('/') ? null : new URL(address).origin;
}
