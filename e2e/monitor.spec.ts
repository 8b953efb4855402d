import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { allIn, locate, open, tabTo } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

/** −60 dBFS: far below the test signal's −20, far above nothing. */
const AUDIBLE = 0.001;

/** Peaks of the first two channels of what is listened to and of the raw render, over the last 43 ms. */
interface Heard {
  readonly monitor: readonly number[];
  readonly raw: readonly number[];
}

/** Lays taps on both outputs of the engine's node; `heard` reads them. */
async function tap(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { engine } = Reflect.get(globalThis, 'scorestage');
    await engine.resume();
    const context: AudioContext = engine.audioContext();
    const node: AudioNode = engine.engineNode();
    const taps = [0, 1].map((output) => {
      const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 16 });
      node.connect(splitter, output);
      return [0, 1].map((channel) => {
        const analyser = new AnalyserNode(context, { fftSize: 2048 });
        splitter.connect(analyser, channel);
        return analyser;
      });
    });
    Reflect.set(globalThis, 'monitorTaps', taps);
  });
}

const heard = (page: Page): Promise<Heard> =>
  page.evaluate(() => {
    const taps: AnalyserNode[][] = Reflect.get(globalThis, 'monitorTaps');
    const [monitor = [], raw = []] = taps.map((pair) =>
      pair.map((analyser) => {
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        return samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
      }),
    );
    return { monitor, raw };
  });

const sounding = async (page: Page) => {
  const { monitor, raw } = await heard(page);
  return { monitor: monitor.map((peak) => peak > AUDIBLE), raw: raw.map((peak) => peak > AUDIBLE) };
};

/** Loudspeakers, with pink noise from each of them. */
async function begin(page: Page): Promise<void> {
  await open(page);
  await page.evaluate(() => {
    const { prefs, ui } = Reflect.get(globalThis, 'scorestage');
    prefs.setState({ target: '2.0' });
    ui.setState({ testSignal: 'pink' });
  });
  await tap(page);
  await expect.poll(() => sounding(page)).toEqual({ monitor: [true, true], raw: [true, true] });
}

const panel = (page: Page) => page.getByRole('dialog', { name: 'Monitor' });

test('a muted speaker is silent where it is listened to, and nowhere else; all by keyboard', async ({
  page,
}) => {
  await begin(page);
  await page.keyboard.press('Alt+m');
  await expect(panel(page)).toBeVisible();
  await tabTo(page, /^Mute L$/);
  await page.keyboard.press('Enter');
  await expect.poll(() => sounding(page)).toEqual({ monitor: [false, true], raw: [true, true] });
  await page.keyboard.press('Enter');
  await expect.poll(() => sounding(page)).toEqual({ monitor: [true, true], raw: [true, true] });

  await panel(page).getByRole('radio', { name: 'Solo' }).click();
  await panel(page).getByRole('button', { name: 'Solo L' }).click();
  await expect.poll(() => sounding(page)).toEqual({ monitor: [true, false], raw: [true, true] });
  await panel(page).getByRole('button', { name: 'Release all' }).click();
  await expect.poll(() => sounding(page)).toEqual({ monitor: [true, true], raw: [true, true] });

  // Left hung on no channel: the loudspeaker is silent, the render is not.
  await page.evaluate(() =>
    Reflect.get(globalThis, 'scorestage').monitor.setState((state: { outputs: object }) => ({
      outputs: { ...state.outputs, channels: { L: -1 } },
    })),
  );
  await expect.poll(() => sounding(page)).toEqual({ monitor: [false, true], raw: [true, true] });
  await panel(page).getByRole('button', { name: 'Reset channels, trims and delays' }).click();
  await expect.poll(() => sounding(page)).toEqual({ monitor: [true, true], raw: [true, true] });
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
});

test('downmix and trims are edits of the session, undone like any other', async ({ page }) => {
  await open(page);
  const delivery = () =>
    page.evaluate(() => {
      const { session } = Reflect.get(globalThis, 'scorestage').document.getState();
      return session.delivery;
    });
  await page.getByRole('button', { name: 'Monitor', exact: true }).click();
  await panel(page).getByRole('radio', { name: 'Automatic' }).click();
  expect((await delivery()).trimMode).toBe('automatic');
  await panel(page).getByRole('radio', { name: 'By hand' }).click();
  const slider = panel(page).getByRole('slider', { name: 'Surround trim, 5.1' });
  await slider.focus();
  await slider.press('ArrowDown');
  await slider.blur();
  await expect.poll(async () => (await delivery()).trims['5.1'].surroundDb).toBe(-0.5);
  await page.evaluate(() => Reflect.get(globalThis, 'scorestage').undo());
  expect((await delivery()).trims['5.1'].surroundDb).toBe(0);
});

test('two layouts are compared at matched levels: the louder is lowered', async ({ page }) => {
  test.setTimeout(240_000);
  await open(page);
  await allIn(page);
  await locate(page, 30 * 48_000);
  await page.getByRole('button', { name: 'Monitor', exact: true }).click();
  await panel(page).getByRole('button', { name: 'Match' }).click();
  const match = () =>
    page.evaluate(() => Reflect.get(globalThis, 'scorestage').monitor.getState().compare.match);
  await expect.poll(match, { timeout: 120_000 }).not.toBe(null);
  const { loudnessA, loudnessB } = await match();
  expect(Math.abs(loudnessA - loudnessB)).toBeLessThan(6);
  await expect(panel(page).getByText(/the louder is lowered to the other/)).toBeVisible();
  const target = () => page.evaluate(() => Reflect.get(globalThis, 'scorestage').prefs.getState().target);
  expect(await target()).toBe('binaural');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+c');
  expect(await target()).toBe('2.0');
});

test('spatial coding is heard and leaves the session alone', async ({ page }) => {
  await open(page);
  const told = () =>
    page.evaluate(() => {
      const { engine, document } = Reflect.get(globalThis, 'scorestage');
      const { session, undoLabel } = document.getState();
      return { faults: engine.getState().faults, tracks: session.trackOrder.length, undoLabel };
    });
  const before = await told();
  await page.getByRole('button', { name: 'Monitor', exact: true }).click();
  await panel(page).getByRole('radio', { name: '12' }).click();
  await page.evaluate(() => Reflect.get(globalThis, 'scorestage').engine.play());
  await expect
    .poll(() =>
      page.evaluate(() => {
        const { telemetry } = Reflect.get(globalThis, 'scorestage').engine;
        return telemetry.playing && telemetry.position > 48_000 && telemetry.outputPeak(0) > 0.0001;
      }),
    )
    .toBe(true);
  await panel(page).getByRole('radio', { name: 'Off' }).click();
  expect(await told()).toEqual(before);
});

for (const [name, size] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test(`the panel on ${name}: accessible, within the window, every layout`, async ({ page }) => {
    await page.setViewportSize(size);
    await open(page);
    await page.getByRole('button', { name: 'Monitor', exact: true }).click();
    await expect(panel(page)).toBeVisible();
    await expect(panel(page).getByRole('radio', { name: 'Mute' })).toBeVisible();
    for (const target of ['binaural', '2.0', '5.1', '7.1.4', '9.1.6']) {
      await page.evaluate(
        (next) => Reflect.get(globalThis, 'scorestage').prefs.setState({ target: next }),
        target,
      );
      const { violations } = await new AxeBuilder({ page })
        .include('[role="dialog"]')
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 2)}`),
        target,
      ).toEqual([]);
      const box = await panel(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= size.width).toBe(true);
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/monitor-${size.width}-${target}.png` });
    }
  });
}
