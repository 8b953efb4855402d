/** Hashes for the import worker, which starts it for large files. */
import type { RpcPort } from '../store/index.ts';
import { serveHash } from './hash-helper.ts';

serveHash(globalThis as unknown as RpcPort);
