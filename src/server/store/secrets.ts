import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** 128 random bits, 22 characters of base64url: an id that can't be guessed but opens nothing by itself. */
export const newId = (): string => randomBytes(16).toString('base64url');

/** 256 random bits, 43 characters of base64url: a capability. Only its hash is ever stored. */
export const newCapability = (): string => randomBytes(32).toString('base64url');

/** SHA-256 of a capability in hex. A plain hash is enough: 256 random bits can't be tried through. */
export const capabilityHash = (capability: string): string =>
  createHash('sha256').update(capability).digest('hex');

/** Whether two hashes are equal, in a time that tells nothing of where they differ. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

type Scrypt = (
  password: string,
  salt: Buffer,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>;
const derive: Scrypt = promisify(scrypt);

/** Cost of a password: 32 MiB and about a tenth of a second (RFC 7914; OWASP's second choice of parameters). */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const KEY_BYTES = 32;

/** A password as it is stored: `scrypt$N$r$p$salt$key`. Off the main thread. */
export async function passwordHash(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize('NFKC'), salt, KEY_BYTES, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the stored one. Off the main thread. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt = '', key = ''] = stored.split('$');
  if (kind !== 'scrypt') return false;
  const wanted = Buffer.from(key, 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  const got = await derive(
    password.normalize('NFKC'),
    Buffer.from(salt, 'base64url'),
    wanted.length,
    options,
  );
  return timingSafeEqual(got, wanted);
}
