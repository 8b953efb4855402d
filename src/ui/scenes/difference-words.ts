/** Differences of two mixes in words: "Cello · fader: −6.0 → −9.0 dB". */
import type { MixDifference, MixValue, Session } from '../../session/index.ts';
import { formatNumber } from '../kit/value-range.ts';

const NAMES: Readonly<Record<string, string>> = {
  'strip.trimDb': 'trim',
  'strip.faderDb': 'fader',
  'strip.muted': 'mute',
  'strip.polarityInverted': 'polarity',
  'strip.order': 'order of processors',
  'strip.eq.on': 'equaliser',
  'strip.eq.highPass.on': 'high-pass',
  'strip.eq.highPass.frequency': 'high-pass frequency',
  'strip.eq.highPass.slope': 'high-pass slope',
  'strip.eq.lowPass.on': 'low-pass',
  'strip.eq.lowPass.frequency': 'low-pass frequency',
  'strip.eq.lowPass.slope': 'low-pass slope',
  'strip.dynamics.on': 'dynamics',
  'strip.dynamics.kind': 'kind of dynamics',
  'strip.dynamics.key': 'key',
  trimDb: 'trim',
  faderDb: 'fader',
  returnDb: 'return',
  muted: 'mute',
  'output.kind': 'output',
  'output.frontBack': 'front to back',
  'output.lfeDb': 'LFE send',
  'output.position.x': 'x',
  'output.position.y': 'y',
  'output.position.z': 'z',
};

const BAND_FIELDS: Readonly<Record<string, string>> = {
  on: 'on',
  kind: 'kind',
  frequency: 'frequency',
  gainDb: 'gain',
  q: 'Q',
};
const SEND_FIELDS: Readonly<Record<string, string>> = {
  on: 'on',
  levelDb: 'level',
  preFader: 'ahead of the fader',
};

/** "thresholdDb" as "threshold", "attackMs" as "attack". */
const plainWord = (field: string): string =>
  field
    .replace(/(Db|Ms|Deg)$/, '')
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase();

function settingName(session: Session, path: string): string {
  const known = NAMES[path];
  if (known !== undefined) return known;
  const band = /^strip\.eq\.bands\.(\d+)\.(\w+)$/.exec(path);
  if (band) return `band ${Number(band[1]) + 1} ${BAND_FIELDS[band[2] ?? ''] ?? band[2]}`;
  const send = /^sends\.([^.]+)\.(\w+)$/.exec(path);
  if (send) {
    const space = Object.entries(session.spaces).find(([id]) => id === send[1])?.[1];
    return `send to ${space?.name ?? 'a space that is gone'}, ${SEND_FIELDS[send[2] ?? ''] ?? send[2]}`;
  }
  return plainWord(path.split('.').at(-1) ?? path);
}

function unitOf(path: string): string {
  if (path.endsWith('Db')) return ' dB';
  if (path.endsWith('Ms')) return ' ms';
  if (path.endsWith('Deg')) return '°';
  if (path.endsWith('.frequency')) return ' Hz';
  return path.endsWith('.ratio') ? ' : 1' : '';
}

function valueWords(value: MixValue | undefined, path: string): string {
  if (value === undefined) return 'none';
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value.replaceAll('-', ' ');
  const decimals = path.endsWith('.frequency') ? 0 : path.endsWith('Db') ? 1 : 2;
  return `${formatNumber(value, decimals)}${unitOf(path)}`;
}

function ownerName(session: Session, { owner }: MixDifference): string {
  switch (owner.kind) {
    case 'track':
      return session.tracks[owner.id]?.name ?? 'A track that is gone';
    case 'family':
      return `${owner.name.slice(0, 1).toUpperCase()}${owner.name.slice(1)}`;
    case 'vca':
      return session.vcas[owner.id]?.name ?? 'A VCA that is gone';
    case 'space':
      return session.spaces[owner.id]?.name ?? 'A space that is gone';
  }
}

/** A difference as a line of a list. */
export function differenceWords(
  session: Session,
  difference: MixDifference,
): { readonly owner: string; readonly setting: string; readonly from: string; readonly to: string } {
  const { path, from, to } = difference;
  return {
    owner: ownerName(session, difference),
    setting: settingName(session, path),
    from: valueWords(from, path),
    to: valueWords(to, path),
  };
}
