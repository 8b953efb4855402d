import { type FamilyName, type Session, soundEnd } from '../../session/index.ts';
import { FRAME_RATE_FACTS } from '../../units/index.ts';
import { MANIFEST_VERSION, type Manifest, type ProxyTarget } from '../schema/index.ts';
import type { CodedStem } from './code-stem.ts';
import type { FinishedFile } from './output-file.ts';
import { fitName, type Stretch, spansOf } from './plan.ts';
import type { Rendered } from './render-proxy.ts';

/** A render of the mix or of one family, for one pair of ears or speakers. */
export interface NamedRender {
  readonly family: FamilyName | null;
  readonly target: ProxyTarget;
  readonly rendered: Rendered;
}

/** What a version is made of. */
export interface VersionParts {
  readonly title: string;
  /** The session as it is published. */
  readonly session: Session;
  readonly range: Stretch;
  readonly core: string;
  readonly hrtf: { readonly id: string; readonly sha256: string };
  readonly renders: readonly NamedRender[];
  /** The mix in 5.1, as deliveries are measured. */
  readonly measured: Rendered;
  /** Absent where the sound alone is published. */
  readonly sessionFile: FinishedFile | null;
  readonly stems: readonly CodedStem[];
  readonly picture: { readonly file: FinishedFile; readonly type: 'video/mp4' | 'video/webm' } | null;
}

/** A level as manifests take it: null where it is beyond what they hold, as silence is. */
const levelWithin = (level: number | null, least: number, most: number): number | null =>
  level === null || level < least || level > most ? null : level;
const lkfs = (level: number | null): number | null => levelWithin(level, -120, 24);

function proxyOf({ family, target, rendered }: NamedRender): Manifest['proxies'] {
  const { file, length, integratedLkfs } = rendered;
  if (!file) return [];
  return [
    {
      sha256: file.sha256,
      bytes: file.bytes,
      type: 'audio/ogg',
      name: family ?? 'mix',
      target,
      length,
      integratedLkfs: lkfs(integratedLkfs),
    },
  ];
}

/** The manifest of a version. Pure. */
export function manifestOf(parts: VersionParts): Manifest {
  const { session, range, renders, measured, sessionFile, picture } = parts;
  const { numerator, denominator, drop } = FRAME_RATE_FACTS[session.frameRate];
  const mix = renders.find(({ family, target }) => family === null && target === 'binaural');
  return {
    format: 'scorestage-mix',
    version: MANIFEST_VERSION,
    title: fitName(parts.title, 'Untitled mix'),
    core: parts.core,
    hrtf: { id: fitName(parts.hrtf.id, 'unnamed'), sha256: parts.hrtf.sha256 },
    sampleRate: session.sampleRate,
    frames: { numerator, denominator, drop, origin: session.startFrames },
    length: Math.max(soundEnd(session), range.end),
    range: { start: range.start, end: range.end },
    render: mix?.rendered.hash ?? null,
    integratedLkfs: lkfs(measured.integratedLkfs),
    truePeakDb: levelWithin(measured.truePeakDb, -200, 60),
    ...spansOf(session, range),
    proxies: renders.flatMap(proxyOf),
    picture:
      picture && session.picture
        ? {
            sha256: picture.file.sha256,
            bytes: picture.file.bytes,
            type: picture.type,
            start: session.picture.start,
          }
        : null,
    session: sessionFile && {
      sha256: sessionFile.sha256,
      bytes: sessionFile.bytes,
      type: 'application/json',
    },
    stems: parts.stems.map((stem) => ({ ...stem })),
  };
}
