import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { blobSource, decodePcm, maskSpeakers, parseWav } from '../../../src/formats/index.ts';
import { LAYOUT_SPEAKERS, type RenderTarget, targetChannels } from '../../../src/units/index.ts';
import { openApp, openBrowser } from '../browser.ts';
import { chooseFiles, type ProvedPage, waitForApp } from '../page.ts';
import type { Lab, Proof, ProofRow } from '../proof.ts';
import { writeWalkPackage } from '../walk-session.ts';

const RATE = 48_000;
/** Levels in dB RMS: what a walked speaker must at least have, and any other at most. */
const SOUNDS_DB = -40;
const SILENT_DB = -100;

/** Level of each channel in each second, dB RMS; the edges of a second are left out. */
function levels(planes: readonly Float32Array[], seconds: number): number[][] {
  return Array.from({ length: seconds }, (_, second) =>
    planes.map((plane) => {
      const part = plane.subarray((second + 0.1) * RATE, (second + 0.9) * RATE);
      const square = part.reduce((sum, value) => sum + value * value, 0) / Math.max(1, part.length);
      return 10 * Math.log10(square + 1e-30);
    }),
  );
}

/** The speakers that sounded, a second each; several at once are joined. */
const sounding = (table: readonly (readonly number[])[]): string[] =>
  table.map((row) =>
    row
      .flatMap((level, channel) =>
        level > SOUNDS_DB ? [String(channel + 1)] : level > SILENT_DB ? [`(${channel + 1})`] : [],
      )
      .join('+'),
  );

/** One second of the walk after another, from the engine's unclamped output while it runs live. */
export async function liveWalk(page: Page, target: RenderTarget): Promise<string[]> {
  const channels = targetChannels(target);
  const flat = await page.evaluate(
    async ([wanted, count, frames]) => {
      const { scorestage, scorestageTap } = globalThis as unknown as ProvedPage;
      const { engine } = scorestage;
      scorestage.prefs.setState({ target: wanted });
      engine.stop();
      await engine.resume();
      await scorestageTap.ready();
      // A change of target while running live goes through a short silence first.
      await new Promise((resolve) => setTimeout(resolve, 300));
      engine.setTestSignal('walk');
      scorestageTap.record({ channels: count, from: 0, to: frames, stopped: true });
      const recorded = await scorestageTap.recorded();
      engine.setTestSignal('off');
      return Array.from(recorded);
    },
    [target, channels, channels * RATE] as const,
  );
  const planes = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(
      { length: flat.length / channels },
      (_, frame) => flat[frame * channels + channel] ?? 0,
    ),
  );
  return sounding(levels(planes, channels));
}

/** Bounces the walk session and reads back the file the browser downloaded. */
async function bouncedWalk(
  page: Page,
  lab: Lab,
): Promise<{ found: string[]; mask: readonly (string | null)[]; channels: number }> {
  const path = join(lab.folder('channels'), 'walk.scorestage');
  await writeWalkPackage(path, '7.1.4');
  await chooseFiles(page, path);
  await page.waitForFunction(
    () =>
      (globalThis as unknown as ProvedPage).scorestage.document.getState().session.name === 'Speaker walk',
  );
  await waitForApp(page);
  const downloaded = page.waitForEvent('download');
  await page.evaluate(
    (to) =>
      (globalThis as unknown as ProvedPage).scorestage.bounce({
        target: '7.1.4',
        from: 0,
        to,
        bits: '24',
        destination: 'download',
        limiter: false,
      }),
    12 * RATE,
  );
  const file = join(lab.folder('channels'), 'bounce.wav');
  await (await downloaded).saveAs(file);
  const blob = await openAsBlob(file);
  const info = await parseWav(blobSource(blob), 'bounce.wav');
  if (!info.ok) throw new Error(`${info.message} ${info.remedy}`);
  const { channels, frames, dataOffset, format } = info.value;
  const planes = Array.from({ length: channels }, () => new Float32Array(frames));
  const bytes = new Uint8Array(await blob.arrayBuffer()).subarray(dataOffset);
  decodePcm(
    bytes.subarray(0, frames * channels * 3),
    format,
    channels,
    planes.map((_, channel) => channel),
    planes,
  );
  return {
    found: sounding(levels(planes, 12)),
    mask: maskSpeakers(info.value.channelMask ?? 0, channels),
    channels,
  };
}

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const context = await openBrowser({ profile: lab.folder('channels-profile') });
  try {
    const page = await openApp(context, lab.url);
    const rows: ProofRow[] = [];
    for (const target of ['5.1', '7.1.4', '9.1.6'] as const) {
      lab.say(`walk, ${target}`);
      const found = await liveWalk(page, target);
      const wanted = LAYOUT_SPEAKERS[target].map((_, channel) => String(channel + 1));
      rows.push({
        name: `live walk at the engine’s output, ${target} (${LAYOUT_SPEAKERS[target].map(({ label }) => label).join(' ')})`,
        figure: found.join(' '),
        target: 'one channel a second, in order',
        met: found.join() === wanted.join(),
      });
    }
    lab.say('walk in a bounce');
    const { found, mask, channels } = await bouncedWalk(page, lab);
    const wanted = LAYOUT_SPEAKERS['7.1.4'].map((_, channel) => String(channel + 1));
    rows.push({
      name: `walk in a ${channels}-channel bounce, 24-bit WAV, speakers in the header: ${mask.map((label) => label ?? '–').join(' ')}`,
      figure: found.join(' '),
      target: 'one channel a second, in order',
      met: channels === 12 && found.join() === wanted.join(),
    });
    return rows;
  } finally {
    await context.close();
  }
}

/** Every loudspeaker is where it should be, live and in a file. */
export const channelsProof: Proof = { name: 'channels', minutes: 5, title: 'Channel order', run };
