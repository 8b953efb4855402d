import type { Page } from 'playwright/test';
import type { ObjectOutput, Track } from '../src/session/index.ts';
import { objectGains } from '../src/ui/stage/law/object-gains.ts';
import { lawOf } from '../src/ui/stage/stage-model.ts';
import { LAYOUT_SPEAKERS, type RenderTarget } from '../src/units/index.ts';
import { chooseFiles, type ProvedPage, waitForApp } from '../tests/prove/page.ts';
import { open, session, tabTo, toneWav } from './desk/desk.ts';
import { expect, listenIn, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

const RATE = 48_000;
const SPEAKERS = LAYOUT_SPEAKERS['7.1.4'];
/** Tones with whole numbers of periods in a second, so that none leaks into another's measurement. */
const TONES = [440, 1000, 2300] as const;
const NAMES = TONES.map((hertz) => `FX tone ${hertz}`);
/** Of a tone of `toneWav`: 16,000 of 32,768. */
const AMPLITUDE = 16_000 / 32_768;
/** Below this a speaker is silent: 16-bit noise of the tones lies far under it. */
const SILENT = 1e-4;

/** Goes from pane to pane until the keyboard is in this one. */
async function toPane(page: Page, pane: string): Promise<void> {
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press('F6');
    if (
      await page.evaluate((name) => document.activeElement?.closest(`[data-pane="${name}"]`) !== null, pane)
    )
      return;
  }
  throw new Error(`F6 never reached the ${pane} pane`);
}

/** Gain of each tone in each speaker, measured over a second at the engine's unclamped output: [tone][speaker]. */
async function measure(page: Page): Promise<readonly (readonly number[])[]> {
  await page.evaluate(
    ([channels, rate]) => {
      const { scorestageTap } = globalThis as unknown as ProvedPage;
      scorestageTap.record({ channels, from: rate, to: 2 * rate });
    },
    [SPEAKERS.length, RATE] as const,
  );
  // Space presses a button that has the keyboard; on a fader it is the transport's.
  await toPane(page, 'console');
  await tabTo(page, /^Level of /);
  await page.keyboard.press('Space');
  const amplitudes = await page.evaluate(
    async ([count, tones, rate]) => {
      const recorded = await (globalThis as unknown as ProvedPage).scorestageTap.recorded();
      return tones.map((hertz) =>
        Array.from({ length: count }, (_, channel) => {
          let [real, imaginary] = [0, 0];
          for (let frame = 0; frame < rate; frame += 1) {
            const value = recorded[frame * count + channel] ?? 0;
            real += value * Math.cos((2 * Math.PI * hertz * frame) / rate);
            imaginary += value * Math.sin((2 * Math.PI * hertz * frame) / rate);
          }
          return (2 * Math.hypot(real, imaginary)) / rate;
        }),
      );
    },
    [SPEAKERS.length, TONES, RATE] as const,
  );
  await page.keyboard.press('Space');
  await expect
    .poll(() =>
      page.evaluate(() => (globalThis as unknown as ProvedPage).scorestage.engine.telemetry.playing),
    )
    .toBe(false);
  return amplitudes.map((row) => row.map((value) => value / AMPLITUDE));
}

/** Labels of the speakers a tone is heard from. */
const heardFrom = (gains: readonly number[] | undefined): string[] =>
  SPEAKERS.flatMap(({ label }, index) => ((gains?.[index] ?? 0) > SILENT ? [label] : []));

async function objectOf(page: Page, name: string): Promise<ObjectOutput> {
  const found = Object.values<Track>((await session(page)).tracks).find((track) => track.name === name);
  if (found?.output.kind !== 'object') throw new Error(`${name} is no object`);
  return found.output;
}

/** What the law says of a track as the document has it. */
async function expected(page: Page, name: string): Promise<readonly number[]> {
  const output = await objectOf(page, name);
  const { size } = output;
  return objectGains(SPEAKERS, {
    ...lawOf(output),
    position: output.position,
    size: { width: size, depth: size, height: size },
  }).gains;
}

function expectGains(measured: readonly number[] | undefined, law: readonly number[]): void {
  law.forEach((gain, index) => {
    // 16-bit words and the last settling of a gain ramp.
    expect(Math.abs((measured?.[index] ?? Number.NaN) - gain), SPEAKERS[index]?.label).toBeLessThan(1e-3);
  });
}

/** Selects a track by keyboard: along the strips of the console. */
async function select(page: Page, name: string): Promise<void> {
  await toPane(page, 'console');
  await tabTo(page, /^Level of /);
  for (let press = 0; press < NAMES.length; press += 1) await page.keyboard.press('ArrowLeft');
  for (let press = 0; press < NAMES.length; press += 1) {
    const here = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    if (here === `Level of ${name}`) break;
    await page.keyboard.press('ArrowRight');
  }
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(name);
  await toPane(page, 'inspector');
}

/** Goes to a row of the inspector and types a number. */
async function type(page: Page, row: RegExp, text: string): Promise<void> {
  await tabTo(page, row);
  await page.keyboard.press('Enter');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** A new session of three mono tones, each an object, with the tap behind the running engine. */
async function openTones(page: Page, target: RenderTarget): Promise<void> {
  await listenIn(page);
  await open(page);
  await page.evaluate(() =>
    (globalThis as unknown as ProvedPage).scorestage.createSession({
      name: 'Tones',
      sampleRate: 48_000,
      frameRate: '24',
      startTimecode: '01:00:00:00',
    }),
  );
  await page.waitForFunction(
    () => (globalThis as unknown as ProvedPage).scorestage.document.getState().session.name === 'Tones',
  );
  await chooseFiles(
    page,
    'Import stems…',
    TONES.map((hertz) => ({
      name: `FX tone ${hertz}.wav`,
      mimeType: 'audio/wav',
      buffer: toneWav(3 * RATE, hertz),
    })),
  );
  await page.waitForFunction(
    () =>
      Object.keys((globalThis as unknown as ProvedPage).scorestage.document.getState().session.tracks)
        .length === 3,
  );
  await waitForApp(page);
  // The keyboard belongs to the menu until it has gone.
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.evaluate(async (wanted) => {
    const { scorestage, scorestageTap } = globalThis as unknown as ProvedPage;
    scorestage.prefs.setState({ target: wanted });
    await scorestage.engine.resume();
    await scorestageTap.ready();
  }, target);
}

test('objects placed by numbers, snapped and kept out of zones are heard from the right speakers', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openTones(page, '7.1.4');
  const [first = '', second = '', third = ''] = NAMES;

  await test.step('place three by numbers', async () => {
    const places = [
      [first, '-1', '1', '0'],
      [second, '1', '-1', '1'],
      [third, '0.2', '0.7', '0'],
    ] as const;
    for (const [name, x, y, z] of places) {
      await select(page, name);
      await type(page, /^Left to right$/, x);
      await type(page, /^Back to front$/, y);
      await type(page, /^Height$/, z);
      await type(page, /^Size$/, '0');
      expect((await objectOf(page, name)).position).toEqual({ x: Number(x), y: Number(y), z: Number(z) });
    }
    const heard = await measure(page);
    expect(heardFrom(heard[0])).toEqual(['L']);
    expect(heardFrom(heard[1])).toEqual(['Rtr']);
    expect(heardFrom(heard[2])).toEqual(['R', 'C', 'Lss', 'Rss']);
    for (const [index, name] of NAMES.entries()) expectGains(heard[index], await expected(page, name));
  });

  await test.step('snap one: the nearest speaker alone', async () => {
    await select(page, third);
    await tabTo(page, /^Off$/);
    await page.keyboard.press('ArrowRight');
    expect((await objectOf(page, third)).snap.on).toBe(true);
    const heard = await measure(page);
    expect(heardFrom(heard[2])).toEqual(['C']);
    expect(heard[2]?.[2]).toBeCloseTo(1, 3);
    expect(heardFrom(heard[0])).toEqual(['L']);
  });

  await test.step('keep one out of the back and the ceiling: others take its part', async () => {
    await select(page, second);
    await tabTo(page, /keep out: Behind the listener/);
    await page.keyboard.press('Enter');
    await tabTo(page, /keep out: Everything above the listener/);
    await page.keyboard.press('Space');
    expect((await objectOf(page, second)).zones).toEqual(['back', 'top']);
    const heard = await measure(page);
    expect(heardFrom(heard[1])).toEqual(['Rss']);
    expectGains(heard[1], await expected(page, second));
    // What the renderer did is shown in words and numbers.
    const rows = page.locator('.gain-table li:not([hidden])');
    await expect(rows.filter({ hasText: /^Rss/ })).toContainText('0.0');
    await expect(rows.filter({ hasText: /^Rtr/ })).toContainText('out');
  });

  await test.step('a size spreads one over the room', async () => {
    await select(page, first);
    await type(page, /^Size$/, '0.5');
    const heard = await measure(page);
    expect(heardFrom(heard[0]).length).toBeGreaterThan(4);
    expectGains(heard[0], await expected(page, first));
  });

  await test.step('turn one by a quarter to the left', async () => {
    await select(page, first);
    await type(page, /^Size$/, '0');
    await type(page, /^Rotate, degrees/, '90');
    expect((await objectOf(page, first)).position).toEqual({ x: -1, y: -1, z: 0 });
    const heard = await measure(page);
    expect(heardFrom(heard[0])).toEqual(['Lrs']);
  });
});

test('an object made diffuse by a number is heard decorrelated, the others as before, and undo takes it back', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openTones(page, '7.1.4');
  const third = NAMES[2] ?? '';
  await select(page, third);
  for (const [row, text] of [
    [/^Left to right$/, '0.2'],
    [/^Back to front$/, '0.7'],
    [/^Height$/, '0'],
    [/^Size$/, '0'],
  ] as const)
    await type(page, row, text);
  const direct = await measure(page);
  await select(page, third);
  await type(page, /^Diffuse$/, '1');
  expect((await objectOf(page, third)).diffuse).toBe(1);
  const diffuse = await measure(page);
  // The filters are all-pass at their own bins; between two of them a tone may be louder or softer.
  expect(heardFrom(diffuse[2])).toEqual(heardFrom(direct[2]));
  expect(diffuse[2]).not.toEqual(direct[2]);
  // The tones that are not diffuse are as loud as before, a little later.
  expectGains(diffuse[0], direct[0] ?? []);
  expectGains(diffuse[1], direct[1] ?? []);
  await page.keyboard.press('ControlOrMeta+z');
  expect((await objectOf(page, third)).diffuse).toBe(0);
});
