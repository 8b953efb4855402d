import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../share/index.ts';
import { createLinkOpener } from './open-link.ts';

const LINK = 'L'.repeat(22);
const TOKEN = 'T'.repeat(43);
const facts = {
  linkId: LINK,
  role: 'approve',
  title: 'The Lighthouse',
  recipient: 'Director',
  downloads: false,
  stems: true,
  expiresAt: null,
  versions: [],
};
const refusal = (code: string, status: number) =>
  Response.json({ code, message: `${code}.`, remedy: 'Do.' }, { status });

function page(url: string, answer: (path: string, body: unknown) => Response | Promise<Response>) {
  const asked: string[] = [];
  let address = url;
  const send: Fetch = async (path, init) => {
    asked.push(path);
    return answer(path, init?.body === undefined ? null : JSON.parse(String(init.body)));
  };
  const opener = createLinkOpener(send, {
    read: () => {
      const { pathname, hash } = new URL(address, 'http://mix.test');
      return { path: pathname, hash };
    },
    replace: (path) => {
      address = path;
    },
  });
  return { opener, asked, address: () => address };
}

describe('opening a link', () => {
  it('gives its capability for a cookie and takes it out of the address', async () => {
    const { opener, address, asked } = page(`/r/#${TOKEN}`, () => Response.json(facts));
    await opener.start();
    expect(opener.state.getState()).toMatchObject({ kind: 'open', facts: { linkId: LINK } });
    expect(address()).toBe(`/r/${LINK}`);
    expect(asked).toEqual(['/api/share/v1/links/open']);
  });

  it('goes by the cookie when it is loaded again', async () => {
    const { opener, asked } = page(`/r/${LINK}`, () => Response.json(facts));
    await opener.start();
    expect(opener.state.getState().kind).toBe('open');
    expect(asked).toEqual([`/api/share/v1/r/${LINK}`]);
  });

  it('asks for a password, says when it was wrong, and keeps the capability meanwhile', async () => {
    const { opener, address } = page(`/r/#${TOKEN}`, (_path, body) => {
      const { password } = body as { password?: string };
      if (password === undefined) return refusal('password-needed', 401);
      return password === 'open sesame' ? Response.json(facts) : refusal('password-wrong', 401);
    });
    await opener.start();
    expect(opener.state.getState()).toEqual({ kind: 'password', fault: null, busy: false });
    await opener.givePassword('guess');
    expect(opener.state.getState()).toMatchObject({ kind: 'password', fault: 'password-wrong. Do.' });
    await opener.givePassword('open sesame');
    expect(opener.state.getState().kind).toBe('open');
    expect(address()).toBe(`/r/${LINK}`);
  });

  it.each([
    ['unknown or ended', `/r/#${TOKEN}`],
    ['without its cookie', `/r/${LINK}`],
    ['that is none', '/r/#short'],
    ['without anything', '/r/'],
  ])('shows one and the same end for a link %s', async (_what, url) => {
    const { opener } = page(url, () => refusal('not-found', 404));
    await opener.start();
    expect(opener.state.getState()).toEqual({ kind: 'ended' });
  });

  it('can be tried again when the server was out of reach', async () => {
    let up = false;
    const { opener } = page(`/r/#${TOKEN}`, () =>
      up ? Response.json(facts) : Promise.reject(new TypeError('failed to fetch')),
    );
    await opener.start();
    expect(opener.state.getState()).toMatchObject({ kind: 'failed', failure: { code: 'offline' } });
    up = true;
    await opener.start();
    expect(opener.state.getState().kind).toBe('open');
  });
});
