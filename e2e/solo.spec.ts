import type { Page } from 'playwright/test';
import type { Track } from '../src/session/index.ts';
import { allIn, type DeskPage, locate, open, session } from './desk/desk.ts';
import { heard, listen } from './desk/listen.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

/** −54 dBFS: quieter than any stem's loudest place, far above what is left of a silenced one. */
const AUDIBLE = 0.002;
/** Time before a stem's loudest place at which it is listened to, samples at 48 kHz. */
const LEAD = 4800;

interface Place {
  readonly track: Track;
  readonly at: number;
}

/**
 * The loudest place of each track, from the peaks of its audio in the pool: the session says which stretches of which
 * stems are clips, the stored audio says where in them it sounds.
 */
async function loudestPlaces(page: Page): Promise<Place[]> {
  const found = await page.evaluate(async () => {
    const { scorestage } = globalThis as unknown as DeskPage;
    const { session } = scorestage.document.getState();
    const places: { id: string; at: number }[] = [];
    const nextPeaks = () =>
      new Promise<void>((come) => {
        const stop = scorestage.onPeaks(() => {
          stop();
          come();
        });
      });
    for (const id of session.trackOrder) {
      let best = { peak: 0, at: -1 };
      for (const clip of Object.values(session.clips)) {
        if (clip.trackId !== id || clip.muted) continue;
        const channel = clip.channels[0] ?? 0;
        let strip = scorestage.peaks(clip.id, channel, 4096);
        while (strip === null) {
          await nextPeaks();
          strip = scorestage.peaks(clip.id, channel, 4096);
        }
        const { values, firstBin, samplesPerBin } = strip;
        for (let bin = 0; bin * 2 < values.length; bin += 1) {
          const at = (firstBin + bin) * samplesPerBin - clip.sourceOffset;
          if (at < clip.fadeIn.length || at > clip.length - clip.fadeOut.length) continue;
          const peak = Math.max(-(values[bin * 2] ?? 0), values[bin * 2 + 1] ?? 0);
          if (peak > best.peak) best = { peak, at: clip.start + at };
        }
      }
      places.push({ id, at: best.at });
    }
    return places;
  });
  const { tracks } = await session(page);
  return found.flatMap(({ id, at }) => {
    const track = Object.values<Track>(tracks).find((one) => one.id === id);
    return track ? [{ track, at }] : [];
  });
}

/**
 * Whether a strip is heard, and how many others are, by their largest samples: a falling meter would have to be waited for. While
 * others still sound, what they gave is forgotten for the next look.
 */
const loudOf = (page: Page, id: string): Promise<{ readonly strip: boolean; readonly others: number }> =>
  page.evaluate(
    ({ wanted, audible }) => {
      const { engine, document } = (globalThis as unknown as DeskPage).scorestage;
      const { telemetry } = engine;
      const { trackOrder } = document.getState().session;
      const loud = trackOrder.filter((track) => telemetry.stripTop(track) > audible);
      const others = loud.filter((track) => track !== wanted).length;
      if (others > 0) telemetry.resetPeaks();
      return { strip: loud.some((track) => track === wanted), others };
    },
    { wanted: id, audible: AUDIBLE },
  );

test('every stem of the demo is heard in turn under solo, and nothing else is', async ({ page }) => {
  // Most of it is decoding the whole demo, which a busy machine takes minutes for.
  test.setTimeout(300_000);
  await open(page);
  await allIn(page);
  const places = await loudestPlaces(page);
  expect(places.length).toBeGreaterThanOrEqual(19);
  await listen(page);
  await page.keyboard.press('Space');
  for (const { track, at } of places) {
    expect(at, `${track.name} has audio in its clips`).toBeGreaterThanOrEqual(0);
    await page.evaluate(
      (id) =>
        (globalThis as unknown as DeskPage).scorestage.ui.setState({
          selection: { kind: 'tracks', ids: [id] },
        }),
      track.id,
    );
    await page.keyboard.press('s');
    await locate(page, Math.max(0, at - LEAD));
    await expect
      .poll(async () => ({ ...(await loudOf(page, track.id)), output: (await heard(page)) > AUDIBLE }), {
        message: `${track.name} alone`,
        timeout: 15_000,
        intervals: [50],
      })
      .toEqual({ strip: true, output: true, others: 0 });
    await page.keyboard.press('Alt+s');
  }
});
