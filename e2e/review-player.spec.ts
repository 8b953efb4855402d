import { expect, test } from 'playwright/test';
import { openEngineBench } from './engine-bench.ts';

test('a proxy plays from the press on, in step with its families, round a loop and at another place', async () => {
  const bench = await openEngineBench();
  try {
    const heard = await bench.page.evaluate(async () => {
      const { playProxies } = await import('/e2e/review/play-proxies.ts' as string);
      return playProxies();
    });
    console.log(JSON.stringify(heard));
    expect(heard.firstSoundSeconds).toBeLessThan(2);
    expect(heard.atStart.residualDb).toBeLessThan(-15);
    expect(Math.abs(heard.atStart.lag)).toBe(0);
    expect(heard.largestGap).toBeLessThan(0.02);
  } finally {
    await bench.close();
  }
});

test('the live engine takes over from the proxy to the sample, without a gap or a step, and renders the same bits', async () => {
  const bench = await openEngineBench();
  try {
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
    expect(heard.differs).toBeNull();
  } finally {
    await bench.close();
  }
});
