import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import type { ByteRange } from './blob-store.ts';

/** How to reach a bucket of any store that speaks the S3 API. */
export interface S3Settings {
  /** Origin of the API, e.g. `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A part of a multipart upload that the store has. */
export interface S3Part {
  readonly number: number;
  readonly bytes: number;
  readonly etag: string;
}

/** An object in a list. */
export interface S3Object {
  readonly key: string;
  /** ms since 1970. */
  readonly modifiedAt: number;
}

/** Answers are read as text, without entities and without guesses of numbers. */
const parser = new XMLParser({
  processEntities: false,
  parseTagValue: false,
  isArray: (name) => name === 'Part' || name === 'Contents',
});

/** Longest answer that is read as XML: a thousand parts or objects take a quarter of it. */
const LONGEST_XML = 2 ** 20;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** What an S3 store answers when it does not do what it was asked. */
export class S3Fault extends Error {
  readonly status: number;
  constructor(what: string, status: number, code: string) {
    super(`The store refused ${what}: ${status} ${code}`);
    this.name = 'S3Fault';
    this.status = status;
  }
}

/** The few calls of the S3 API that blobs need, signed with Signature Version 4. Paths name the bucket. */
export class S3 {
  readonly #aws: AwsClient;
  readonly #base: string;

  constructor({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings) {
    this.#aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' });
    this.#base = `${endpoint}/${encodeURIComponent(bucket)}`;
  }

  #url(key: string, query: Readonly<Record<string, string>> = {}): string {
    const path = key.split('/').map(encodeURIComponent).join('/');
    const search = new URLSearchParams(query).toString();
    return `${this.#base}/${path}${search ? `?${search}` : ''}`;
  }

  async #ask(what: string, url: string, init: RequestInit = {}): Promise<Response> {
    const answer = await this.#aws.fetch(url, init);
    if (answer.ok) return answer;
    const { Error: fault } = await readXml(answer);
    throw new S3Fault(what, answer.status, isFields(fault) ? text(fault['Code']) : '');
  }

  /** Length in bytes; null where there is no such object. */
  async length(key: string): Promise<number | null> {
    const answer = await this.#aws.fetch(this.#url(key), { method: 'HEAD' });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new S3Fault('the length of an object', answer.status, '');
    return Number(answer.headers.get('content-length') ?? Number.NaN);
  }

  /** An object's bytes, or a stretch of them. */
  async read(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>> {
    const headers = range ? { range: `bytes=${range.first}-${range.last}` } : {};
    const { body } = await this.#ask('an object', this.#url(key), { headers });
    if (!body) throw new S3Fault('an object', 200, 'without a body');
    return body;
  }

  /** Takes an object away; nothing happens where there is none. */
  async remove(key: string): Promise<void> {
    const answer = await this.#aws.fetch(this.#url(key), { method: 'DELETE' });
    await answer.body?.cancel();
    if (!answer.ok && answer.status !== 404) throw new S3Fault('to delete', answer.status, '');
  }

  /** Objects below a prefix, a page at a time. */
  async *list(prefix: string): AsyncGenerator<readonly S3Object[]> {
    for (let after = ''; ; ) {
      const query = { 'list-type': '2', prefix, ...(after ? { 'continuation-token': after } : {}) };
      const { ListBucketResult: found } = await readXml(
        await this.#ask('a list', `${this.#base}/?${new URLSearchParams(query)}`),
      );
      if (!isFields(found)) return;
      yield list(found['Contents']).map((each) => ({
        key: text(each['Key']),
        modifiedAt: Date.parse(text(each['LastModified'])),
      }));
      after = text(found['NextContinuationToken']);
      if (text(found['IsTruncated']) !== 'true' || after === '') return;
    }
  }

  /** A URL that serves an object for some seconds to whoever has it. */
  async presign(
    key: string,
    seconds: number,
    answer: { readonly type: string; readonly disposition: string },
  ): Promise<string> {
    const url = this.#url(key, {
      'X-Amz-Expires': `${seconds}`,
      'response-content-type': answer.type,
      'response-content-disposition': answer.disposition,
    });
    return (await this.#aws.sign(url, { aws: { signQuery: true } })).url;
  }

  /** Begins a multipart upload. @returns its id */
  async beginParts(key: string): Promise<string> {
    const { InitiateMultipartUploadResult: begun } = await readXml(
      await this.#ask('an upload', this.#url(key, { uploads: '' }), { method: 'POST' }),
    );
    const id = isFields(begun) ? text(begun['UploadId']) : '';
    if (id === '') throw new S3Fault('an upload', 200, 'without an id');
    return id;
  }

  /** Sends a part, numbered from 1; the store compares its hash. */
  async sendPart(key: string, upload: string, number: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const url = this.#url(key, { partNumber: `${number}`, uploadId: upload });
    const answer = await this.#ask('a part', url, {
      method: 'PUT',
      headers: { 'x-amz-content-sha256': hash },
      body: bytes,
    });
    await answer.body?.cancel();
  }

  /** Parts the store has, in their order. Null where there is no such upload. */
  async parts(key: string, upload: string): Promise<readonly S3Part[] | null> {
    const all: S3Part[] = [];
    for (let after = '0'; ; ) {
      const url = this.#url(key, { uploadId: upload, 'part-number-marker': after });
      const answer = await this.#aws.fetch(url);
      if (answer.status === 404) return null;
      if (!answer.ok) throw new S3Fault('the parts of an upload', answer.status, '');
      const { ListPartsResult: found } = await readXml(answer);
      if (!isFields(found)) return all;
      for (const part of list(found['Part']))
        all.push({
          number: Number(text(part['PartNumber'])),
          bytes: Number(text(part['Size'])),
          etag: text(part['ETag']).replace(/&quot;|"/g, ''),
        });
      after = text(found['NextPartNumberMarker']);
      if (text(found['IsTruncated']) !== 'true' || after === '') return all;
    }
  }

  /** Makes an object of the parts. */
  async completeParts(key: string, upload: string, parts: readonly S3Part[]): Promise<void> {
    const rows = parts.map(
      ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>"${etag}"</ETag></Part>`,
    );
    const answer = await this.#ask('to join the parts', this.#url(key, { uploadId: upload }), {
      method: 'POST',
      body: `<CompleteMultipartUpload>${rows.join('')}</CompleteMultipartUpload>`,
    });
    // The status is sent before the work is done; a fault may follow in the body (S3 API, CompleteMultipartUpload).
    const { Error: fault } = await readXml(answer);
    if (isFields(fault)) throw new S3Fault('to join the parts', 200, text(fault['Code']));
  }

  /** Gives a multipart upload up; nothing happens where there is none. */
  async dropParts(key: string, upload: string): Promise<void> {
    const answer = await this.#aws.fetch(this.#url(key, { uploadId: upload }), { method: 'DELETE' });
    await answer.body?.cancel();
    if (!answer.ok && answer.status !== 404) throw new S3Fault('to give an upload up', answer.status, '');
  }
}

/** Reads an answer as XML. Not XML, or too long, is nothing. */
async function readXml(answer: Response): Promise<Fields> {
  const body = await answer.text();
  if (body.length > LONGEST_XML) return {};
  try {
    const parsed: unknown = parser.parse(body);
    return isFields(parsed) ? parsed : {};
  } catch {
    // Some proxies answer with a page of their own; the status tells what happened.
    return {};
  }
}
