import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { listenSettings } from './settings.ts';

describe('listenSettings', () => {
  it('listens on loopback unless told otherwise', () => {
    expect(listenSettings({})).toEqual({ ok: true, value: { port: 4173, host: '127.0.0.1' } });
    expect(listenSettings({ PORT: '0', HOST: '0.0.0.0' })).toEqual({
      ok: true,
      value: { port: 0, host: '0.0.0.0' },
    });
  });

  it.each(['', '-1', '65536', '80a', '1e3'])('refuses PORT=%j', (PORT) => {
    expect(listenSettings({ PORT })).toMatchObject({ ok: false, code: 'bad-port' });
  });
});

describe('the page server', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'scorestage-server-'));
    mkdirSync(join(root, 'assets'));
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(root, 'review.html'), '<!doctype html><title>review</title>');
    writeFileSync(join(root, 'play.html'), '<!doctype html><title>play</title>');
    writeFileSync(join(root, 'assets/app-abc123.js'), 'export {};');
    writeFileSync(join(root, '..', `${root.split('/').at(-1)}-secret.txt`), 'secret');
  });
  afterAll(() => {
    rmSync(join(root, '..', `${root.split('/').at(-1)}-secret.txt`));
    rmSync(root, { recursive: true });
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    createApp({ root: relative(process.cwd(), root) }).request(path, { headers });

  it('isolates the page so that shared memory works', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>page</title>');
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain("'unsafe-eval'");
  });

  it('gives reviewers a page of its own, under a policy that runs and loads nothing but its own', async () => {
    for (const path of ['/r/', `/r/${'a'.repeat(22)}`, '/review.html']) {
      const page = await get(path);
      expect(await page.text(), path).toContain('<title>review</title>');
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'none'");
      expect(policy).not.toContain('unsafe-inline');
      expect(policy).not.toContain('data:');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('x-frame-options')).toBe('DENY');
      expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
      expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
      expect(page.headers.get('cache-control')).toBe('no-cache');
    }
    const bucket = createApp({ root: relative(process.cwd(), root), blobOrigin: 'https://bucket.test' });
    const policy = (await bucket.request('/r/')).headers.get('content-security-policy');
    expect(policy).toContain("connect-src 'self' https://bucket.test;");
    expect(policy).toContain("media-src 'self' https://bucket.test;");
    for (const path of ['/r/x', `/r/${'a'.repeat(22)}/x`, `/r/${'a'.repeat(23)}`])
      expect((await get(path)).status, path).toBe(404);
  });

  it('lets the page of mixes in links fetch by https, and run nothing but its own', async () => {
    for (const path of ['/play', '/play.html']) {
      const page = await get(path);
      expect(await page.text(), path).toContain('<title>play</title>');
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("connect-src 'self' https:;");
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-inline');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    }
    for (const path of ['/', '/r/'])
      expect((await get(path)).headers.get('content-security-policy')).not.toContain('https:');
    expect((await get('/play/x')).status).toBe(404);
  });

  it('lets hashed assets be kept for ever and nothing else', async () => {
    expect((await get('/assets/app-abc123.js')).headers.get('cache-control')).toContain('immutable');
    expect((await get('/')).headers.get('cache-control')).toBe('no-cache');
    const missing = await get('/assets/none.js');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('cache-control')).toBe('no-cache');
  });

  it('answers byte ranges, which the picture needs to seek', async () => {
    const part = await get('/assets/app-abc123.js', { range: 'bytes=0-5' });
    expect(part.status).toBe(206);
    expect(await part.text()).toBe('export');
  });

  it('serves nothing outside its folder', async () => {
    const name = `${root.split('/').at(-1)}-secret.txt`;
    for (const path of [`/../${name}`, `/..%2f${name}`, `/assets/..%2f..%2f${name}`, `/%2e%2e/${name}`]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });
});
