import { describe, expect, it } from 'vitest';
import {
  comment,
  composer,
  json,
  publish,
  reviewer,
  withServer,
} from '../../../tests/support/share-world.ts';

withServer();

/** Reads a live stream until it has so many events of the kinds given. */
async function events(answer: Response, wanted: number, kinds: readonly string[]) {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const got: { event: string; id: string; data: unknown }[] = [];
  let text = '';
  if (!reader) throw new Error('no body');
  while (got.length < wanted) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1] ?? '';
      if (kinds.includes(field('event')))
        got.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) });
    }
  }
  await reader.cancel();
  return got;
}

describe('live', () => {
  it('tells everyone what happens, and who comes back what he missed', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const stream = await director.get('/events');
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const said = comment();
    const heard = events(stream, 1, ['comment']);
    await ada.own('/comments', json(said));
    expect(await heard).toMatchObject([{ id: '2', data: { comment: { id: said.id }, own: false } }]);
    await director.get('/comments', json(comment()));
    const missed = await director.get('/events', { headers: { 'last-event-id': '1' } });
    const again = await events(missed, 2, ['comment']);
    expect(again.map(({ id }) => id)).toEqual(['2', '3']);
    expect(again[1]).toMatchObject({ data: { own: true } });
    expect(JSON.stringify(again)).not.toContain(director.linkId);
  });

  it('tells a link nothing of versions it doesn’t show', async () => {
    const ada = await composer();
    await publish(ada, 'proxy 1');
    await publish(ada, 'proxy 2');
    const director = await reviewer(ada, { versions: [2] });
    await ada.own('/comments', json(comment({ version: 1 })));
    await ada.own('/comments', json(comment({ version: 2 })));
    const stream = await director.get('/events', { headers: { 'last-event-id': '0' } });
    const told = await events(stream, 2, ['version', 'comment']);
    expect(told.map(({ id }) => id)).toEqual(['2', '4']);
  });

  it('ends when its link is revoked', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const stream = await director.get('/events');
    const ended = events(stream, 1, ['ended']);
    await ada.own(`/links/${director.linkId}`, { method: 'DELETE' });
    expect(await ended).toMatchObject([{ event: 'ended' }]);
    expect((await director.get('/events')).status).toBe(404);
  });

  it('tells who is here', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const presence = events(await ada.own('/events'), 2, ['presence']);
    await director.get('/presence', json({ name: 'Ada', at: 5, playing: true }));
    expect((await presence).at(-1)).toMatchObject({ data: [{ name: 'Ada', at: 5, playing: true }] });
  });

  it('has places for so many streams of one link', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const streams: Response[] = [];
    for (let n = 0; n < 100; n++) streams.push(await director.get('/events'));
    expect((await director.get('/events')).status).toBe(503);
    await streams[0]?.body?.cancel();
    const [freed] = [await director.get('/events')];
    expect(freed.status).toBe(200);
    for (const { body } of [...streams.slice(1), freed]) await body?.cancel();
  });
});
