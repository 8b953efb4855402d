import { FAMILIES, type FamilyName } from '../../session/index.ts';
import type { Manifest, ProxyName, ProxyTarget } from '../schema/index.ts';
import type { Listening, PlayerState, Stretch, Switched } from './types.ts';

/** A coded render of a version. */
export type MixProxy = Manifest['proxies'][number];

/** What a device is listened to by: only headphones hear binaural. */
export const proxyTarget = (listening: Listening): ProxyTarget =>
  listening === 'headphones' ? 'binaural' : '2.0';

/** The proxy of a name for a device; the mix for headphones where there is no other. */
export function proxyFor(manifest: Manifest, name: ProxyName, target: ProxyTarget): MixProxy | null {
  const named = manifest.proxies.filter((proxy) => proxy.name === name);
  return named.find((proxy) => proxy.target === target) ?? named[0] ?? null;
}

/** Whether a family is heard, as solos and mutes stand. */
export function familyHeard(
  family: FamilyName,
  soloed: readonly Switched[],
  muted: readonly Switched[],
): boolean {
  const isIt = ({ kind, id }: Switched): boolean => kind === 'family' && id === family;
  const someSoloed = soloed.some(({ kind }) => kind === 'family');
  return (!someSoloed || soloed.some(isIt)) && !muted.some(isIt);
}

/** The proxies that make up what is heard of a version, with their gains: the mix, or its families where some are switched. */
export function heardProxies(
  manifest: Manifest,
  target: ProxyTarget,
  { soloed, muted }: Pick<PlayerState, 'soloed' | 'muted'>,
): readonly { readonly proxy: MixProxy; readonly gain: number }[] {
  const families = FAMILIES.flatMap((family) => {
    const proxy = proxyFor(manifest, family, target);
    return proxy ? [{ proxy, gain: familyHeard(family, soloed, muted) ? 1 : 0 }] : [];
  });
  const mix = proxyFor(manifest, 'mix', target);
  const switched = FAMILIES.some((family) => !familyHeard(family, soloed, muted));
  if (switched && families.length > 0) return families;
  return mix ? [{ proxy: mix, gain: 1 }] : [];
}

/** A position of one rate at another. */
export const atRate = (position: number, from: number, to: number): number =>
  from === to ? position : Math.round((position * to) / from);

/** A stretch of one rate at another. */
export const stretchAtRate = ({ start, end }: Stretch, from: number, to: number): Stretch => ({
  start: atRate(start, from, to),
  end: atRate(end, from, to),
});

/** Bytes of the stems of a version. */
export const stemBytes = ({ stems }: Manifest): number =>
  stems.reduce((sum, { parts }) => sum + parts.reduce((all, { bytes }) => all + bytes, 0), 0);
