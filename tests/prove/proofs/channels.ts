import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { blobSource, decodePcm, maskSpeakers, parseWav } from '../../../src/formats/index.ts';
import { LAYOUT_SPEAKERS, type RenderTarget, targetChannels } from '../../../src/units/index.ts';
import { openApp, openBrowser } from '../browser.ts';
import { chooseFiles, POLL_MS, type ProvedPage, waitForApp } from '../page.ts';
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
  const table = await page.evaluate(
    async ([wanted, count, rate]) => {
      const { scorestage, scorestageTap } = globalThis as unknown as ProvedPage;
      const { engine } = scorestage;
      scorestage.prefs.setState({ target: wanted });
      engine.stop();
      await engine.resume();
      await scorestageTap.ready();
      // A change of target while running live goes through a short silence first.
      await new Promise((resolve) => setTimeout(resolve, 300));
      engine.setTestSignal('walk');
      scorestageTap.record({ channels: count, from: 0, to: count * rate, stopped: true });
      const recorded = await scorestageTap.recorded();
      engine.setTestSignal('off');
      // CONTRACT: as `levels` above; here, since tens of megabytes of samples are slow to hand over.
      return Array.from({ length: count }, (_, second) =>
        Array.from({ length: count }, (__, channel) => {
          let square = 0;
          const from = Math.round((second + 0.1) * rate);
          const to = Math.round((second + 0.9) * rate);
          for (let frame = from; frame < to; frame += 1)
            square += (recorded[frame * count + channel] ?? 0) ** 2;
          return 10 * Math.log10(square / (to - from) + 1e-30);
        }),
      );
    },
    [target, channels, RATE] as const,
  );
  return sounding(table);
}

/** Bounces the walk session through the app and reads back the file the browser downloaded. */
export async function bouncedWalk(
  page: Page,
  folder: string,
): Promise<{ found: string[]; mask: readonly (string | null)[]; channels: number }> {
  const path = join(folder, 'walk.scorestage');
  await writeWalkPackage(path, '7.1.4');
  await chooseFiles(page, 'Open a .scorestage file…', path);
  await page.waitForFunction(
    () =>
      (globalThis as unknown as ProvedPage).scorestage.document.getState().session.name === 'Speaker walk',
    null,
    { polling: POLL_MS },
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
  const file = join(folder, 'bounce.wav');
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
    const { found, mask, channels } = await bouncedWalk(page, lab.folder('channels'));
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
