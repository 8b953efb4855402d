/** Resumable uploads (tus 1.0.0). Every verb is asked for the owner's capability: the protocol's own hook sees POST only. */
import { Hono } from 'hono';
import * as v from 'valibot';
import { shareId, uploadBytes, uploadMetadata } from '../../share/schema/index.ts';
import { fail } from '../../units/index.ts';
import { beginUpload, dropUpload, touchUpload, uploadOf } from '../store/uploads.ts';
import { checked, nothingHere, refuse } from './answers.ts';
import type { Share, ShareEnv } from './share-context.ts';
import { ownerOnly } from './visitors.ts';

/** `Upload-Metadata`: names and base64 of their values (tus 1.0.0, Creation). Null where it is not that. */
function readMetadata(header: string | undefined): Readonly<Record<string, string>> | null {
  const pairs = (header ?? '').split(',').map((pair) => pair.trim().split(' '));
  const valid = pairs.every(
    ([name = '', value = '']) => /^[a-z0-9]+$/.test(name) && /^[\w+/=-]*$/.test(value),
  );
  if (!valid) return null;
  return Object.fromEntries(
    pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString('utf8')]),
  );
}

/** Everything below `/uploads`; the mix is named by the header `X-Mix`, its owner by `Authorization`. */
export function uploadRoutes(share: Share): Hono<ShareEnv> {
  const { database, uploads, limits, now } = share;
  const app = new Hono<ShareEnv>();
  app.use('/uploads/*', ownerOnly(share));
  app.use('/uploads', ownerOnly(share));

  app.post('/uploads', async (context) => {
    const { mixId } = context.get('visitor');
    const facts = checked(uploadMetadata, readMetadata(context.req.header('upload-metadata')), 'The upload');
    if (!facts.ok) return refuse(context, 400, facts);
    const bytes = checked(
      uploadBytes,
      Number(context.req.header('upload-length') ?? Number.NaN),
      'Its length',
    );
    if (!bytes.ok) return refuse(context, 400, bytes);
    const wish = { ...facts.value, bytes: bytes.value };
    const id = await beginUpload(database, mixId, wish, limits.mixBytes, now());
    if (id === null)
      return refuse(
        context,
        507,
        fail(
          'quota',
          'The mix would be larger than this server allows.',
          'Publish fewer stems, or the proxy.',
        ),
      );
    const headers = new Headers(context.req.raw.headers);
    headers.set('x-upload-id', id);
    // Without a body: bytes come with PATCH, so that creating is quick and one guard sees them all.
    headers.delete('content-type');
    const created = await uploads.handle(
      new Request(context.req.raw.url, { method: 'POST', headers, signal: context.req.raw.signal }),
    );
    if (created.status !== 201) await dropUpload(database, id);
    return created;
  });

  // HEAD is routed as GET here; a true GET would hand out what is on its way.
  app.on(['GET', 'PATCH', 'DELETE'], '/uploads/:id', async (context) => {
    if (context.req.raw.method === 'GET') return nothingHere(context);
    const id = context.req.param('id');
    const upload = v.is(shareId, id) ? await uploadOf(database, id) : null;
    if (!upload || upload.mixId !== context.get('visitor').mixId) return nothingHere(context);
    await touchUpload(database, id, now());
    const answer = await uploads.handle(context.req.raw);
    if (context.req.method === 'DELETE' && answer.ok) await dropUpload(database, id);
    return answer;
  });
  return app;
}
