import { describe, expect, it } from 'vitest';
import { bytesOf, composer, publish, withServer, world } from '../../../tests/support/share-world.ts';
import { SHARE_API } from '../../share/schema/index.ts';
import { createApp } from '../app.ts';
import { Observer } from './observe.ts';

withServer();

describe('the server’s own health', () => {
  it('counts by route, without ids, and shows it to holders of the key', async () => {
    const lines: string[] = [];
    const observer = new Observer((line) => lines.push(line));
    for (const [name, read] of world.running.gauges) observer.gauge(name, read);
    const app = createApp({ root: '.', share: world.running.routes, observer, metricsKey: 'let me see' });
    const get = (path: string, headers: Record<string, string> = {}) =>
      app.request(`http://mix.test${path}`, { headers });
    const { mixId, secret } = await composer();
    await get(`${SHARE_API}/mixes/${mixId}`, { authorization: `Bearer ${secret}` });
    await get(`${SHARE_API}/r/${'A'.repeat(22)}/blobs/${'0'.repeat(64)}?keep=${secret}`);
    expect((await get('/metrics')).status).toBe(404);
    expect((await get('/metrics', { authorization: 'Bearer let me not see' })).status).toBe(404);
    const text = await (await get('/metrics', { authorization: 'Bearer let me see' })).text();
    expect(text).toContain('method="GET",route="/api/share/v1/mixes/:mix",status="200"} 1');
    expect(text).toContain('scorestage_live_streams 0');
    for (const told of [text, lines.join()])
      for (const word of [mixId, secret, 'A'.repeat(22), '0'.repeat(64)]) expect(told).not.toContain(word);
    expect(lines.map((line) => JSON.parse(line).status)).toEqual([200, 404, 404, 404, 200]);
  });

  it('counts what was collected, and what waits to be', async () => {
    const ada = await composer();
    await publish(ada);
    await ada.upload(bytesOf('left lying'));
    const figures = () =>
      Object.fromEntries([...world.running.gauges].map(([name, read]) => [name, read()] as const));
    expect(figures()).toMatchObject({ collect_runs: 0, collect_last_seconds: 0 });
    await world.running.collect();
    expect(figures()).toMatchObject({
      collected_bytes: 0,
      collect_pending_blobs: 1,
      collect_pending_bytes: 10,
    });
    world.clock += 8 * 24 * 3_600_000;
    await world.running.collect();
    expect(figures()).toMatchObject({
      collected_blobs: 1,
      collected_bytes: 10,
      collect_pending_bytes: 0,
      collect_runs: 2,
      collect_failures: 0,
      collect_last_seconds: world.clock / 1_000,
    });
    await world.running.database.db.schema.dropTable('audit').execute();
    await expect(world.running.collect()).rejects.toThrow();
    expect(figures()).toMatchObject({ collect_failures: 1 });
  });

  it('is ill once it closes', async () => {
    const app = createApp({ root: '.', share: world.running.routes, healthy: world.running.healthy });
    expect((await app.request('/healthz')).status).toBe(200);
    world.running.endStreams();
    expect((await app.request('/healthz')).status).toBe(503);
  });
});
