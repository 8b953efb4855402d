import { expect, test } from 'playwright/test';
import { type EngineBench, openEngineBench } from './engine-bench.ts';

test.describe.configure({ mode: 'serial' });

let bench: EngineBench;
test.beforeAll(async () => {
  bench = await openEngineBench();
});
test.afterAll(() => bench.close());
test.beforeEach(() => bench.page.reload());

test('a proxy plays from the press on, a family of it in step, without a gap', async () => {
  const heard = await bench.page.evaluate(async () => {
    const { playProxies } = await import('/e2e/review/play-proxies.ts' as string);
    return playProxies();
  });
  console.log(JSON.stringify(heard));
  expect(heard.firstSoundSeconds).toBeLessThan(2);
  expect(heard.atStart.lag).toBe(0);
  expect(heard.soloed.lag).toBe(0);
  for (const { residualDb } of [heard.atStart, heard.soloed]) expect(residualDb).toBeLessThan(-10);
  expect(heard.largestGap).toBeLessThan(0.02);
});

test('the live engine takes over from the proxy to the sample, without a gap or a step, and renders the same bits', async () => {
  const heard = await bench.page.evaluate(async () => {
    const { playLive } = await import('/e2e/review/play-live.ts' as string);
    return playLive('f32');
  });
  console.log(JSON.stringify(heard));
  expect(heard.live.failure).toBeNull();
  expect(heard.heard).toBe('lossless');
  expect(heard.engine.lag).toBe(heard.proxy.lag);
  expect(heard.engine.residualDb).toBeLessThan(-90);
  expect(heard.step).toBeLessThan(3);
  expect(heard.verified).toBe('same');
  // Renders of the fixture go through a temporary file; of the stems nothing is stored.
  expect(heard.stored).toContain('bounces');
  expect(heard.stored.filter((name: string) => /^(pool|sources|incoming|tickets)$/.test(name))).toEqual([]);
  expect(heard.differs).toBeNull();
});

test('two versions are compared live at the same place, equally loud, without a gap', async () => {
  const compared = await bench.page.evaluate(async () => {
    const { playCompare } = await import('/e2e/review/play-compare.ts' as string);
    return playCompare(true);
  });
  console.log(JSON.stringify(compared));
  expect(compared.heard).toBe('lossless');
  const [shown, other, again] = compared.found;
  expect(compared.appliedDb.other).toBe(0);
  expect(compared.appliedDb.shown).toBeLessThan(-1);
  expect([other.lag, again.lag]).toEqual([shown.lag, shown.lag]);
  expect(shown.gainDb).toBeCloseTo(compared.appliedDb.shown, 2);
  expect(other.gainDb).toBeCloseTo(0, 2);
  expect(again.gainDb).toBeCloseTo(compared.appliedDb.shown, 2);
  for (const { residualDb } of [shown, other, again]) expect(residualDb).toBeLessThan(-80);
  // What the browser left out, being late, is not the player's.
  expect(compared.silence).toBeLessThan(32 + compared.skipped);
});
