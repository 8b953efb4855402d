import { describe, expect, it } from 'vitest';
import { bounceSession } from '../../src/engine/index.ts';
import { nodeEngine, toneStems } from '../../src/engine/test-engine.ts';
import type { ClipId, Session, Track } from '../../src/session/index.ts';
import { testSession } from '../../src/session/test-session.ts';
import { readFragment, writeFragment } from '../../src/share/index.ts';
import { decibels } from '../../src/units/index.ts';

const engine = nodeEngine();

/** The hash of what a session sounds like for headphones from 1 to 4 s. */
async function hashOf(session: Session, stems: Session): Promise<string> {
  const hrtf = await engine().hrtf(session.sampleRate);
  if (!hrtf.ok) throw new Error(hrtf.message);
  const result = await bounceSession(
    {
      session,
      target: 'binaural',
      coding: 'float32',
      range: { from: session.sampleRate, to: 4 * session.sampleRate },
      limit: false,
    },
    { module: engine().module, shared: true, hrtf: hrtf.value, openStem: toneStems(stems) },
    { write: () => undefined },
  );
  if (!result.ok) throw new Error(result.message);
  return result.value.hash;
}

/** The session of everything, with a key, a clip that is muted and a track that never sounds. */
function session(): Session {
  const base = testSession();
  const [strings, cello, voice, rain] = base.trackOrder.map((id) => base.tracks[id]) as Track[];
  if (!strings || !cello || !voice || !rain) throw new TypeError('the test session has four tracks');
  const silent: Track = { ...rain, id: 'zz-never' as Track['id'], name: 'Never' };
  const keyed = { ...strings.strip.dynamics, on: true, thresholdDb: decibels(-50), ratio: 8, key: voice.id };
  const unheard = Object.values(base.clips).find(({ trackId }) => trackId === rain.id);
  if (!unheard) throw new TypeError('rain has a clip');
  const id = 'muted' as ClipId;
  return {
    ...base,
    tracks: {
      ...base.tracks,
      [strings.id]: { ...strings, strip: { ...strings.strip, dynamics: keyed } },
      [cello.id]: {
        ...cello,
        strip: {
          ...cello.strip,
          dynamics: { ...cello.strip.dynamics, on: true, thresholdDb: decibels(-60), key: silent.id },
        },
      },
      [silent.id]: silent,
    },
    trackOrder: [silent.id, ...base.trackOrder],
    clips: { ...base.clips, [id]: { ...unheard, id, muted: true } },
  };
}

describe('a mix that came in a link', () => {
  it('sounds the same to the bit', async () => {
    const whole = session();
    const addresses = new Map(
      Object.values(whole.stems).map(({ sha256 }) => [sha256, `https://example.com/${sha256}`]),
    );
    const written = await writeFragment(whole, addresses);
    if (!written.ok) throw new Error(written.message);
    const read = await readFragment(written.value);
    if (!read.ok) throw new Error(read.message);
    expect(Object.keys(read.value.session.clips)).toHaveLength(Object.keys(whole.clips).length - 1);
    expect(read.value.session.trackOrder).toHaveLength(5);
    expect(read.value.session).toMatchObject({
      markers: {},
      scenes: {},
      groups: {},
      reviewNotes: {},
      picture: null,
    });
    expect(await hashOf(read.value.session, whole)).toBe(await hashOf(whole, whole));
  });
});
