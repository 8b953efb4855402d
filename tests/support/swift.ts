/**
 * A store with the S3 API of one's own for tests: OpenStack Swift with its s3api, from Debian's packages, on loopback, in
 * a temporary folder. It keeps objects on disk and refuses requests whose signature is wrong.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AwsClient } from 'aws4fetch';
import type { S3Settings } from '../../src/server/blobs/s3.ts';
import { freePort, until } from './servers.ts';

const execute = promisify(execFile);
const SERVERS = ['account', 'container', 'object'] as const;
/** What runs; written by the package, with the suffix every Swift needs. */
const NEEDED = ['/usr/bin/swift-proxy-server', '/usr/bin/swift-object-server', '/etc/swift/swift.conf'];

/** What a bucket answers that is made again. */
const ALREADY_THERE = 409;
const KEYS = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };

const common = (folder: string, port: number) => `
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = root
swift_dir = ${folder}
devices = ${folder}/devices
mount_check = false
log_level = CRITICAL
`;

const storage = (folder: string, name: string, port: number) => `${common(folder, port)}
[pipeline:main]
pipeline = ${name}-server
[app:${name}-server]
use = egg:swift#${name}
`;

const proxy = (folder: string, port: number) => `${common(folder, port)}
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
# Asked for by tempauth, used for tokens that nobody takes here: there is none, and what is asked of it fails at once.
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
connect_timeout = 0.01
tries = 1
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
`;

/** A running store. */
export interface TestSwift {
  /** How to reach a bucket, which is there. */
  settings(bucket: string): Promise<S3Settings>;
  stop(): Promise<void>;
}

/** Starts a store, or null where none can be had. The caller stops it; its folder goes with it. */
export async function startSwift(): Promise<TestSwift | null> {
  if (!NEEDED.every((path) => existsSync(path))) {
    console.warn('NO S3 STORE: what runs on it is SKIPPED. Run `npm run services`.');
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'scorestage-swift-'));
  mkdirSync(join(folder, 'devices', 'd1'), { recursive: true });
  const children: ReturnType<typeof spawn>[] = [];
  const run = (name: string, config: string) => {
    const file = join(folder, `${name}.conf`);
    writeFileSync(file, config);
    children.push(spawn(`/usr/bin/swift-${name}-server`, [file], { stdio: 'ignore' }));
  };
  const begin = async (name: (typeof SERVERS)[number]) => {
    const port = await freePort();
    const builder = join(folder, `${name}.builder`);
    const ring = (...words: string[]) => execute('/usr/bin/swift-ring-builder', [builder, ...words]);
    await ring('create', '4', '1', '1');
    await ring('add', `r1z1-127.0.0.1:${port}/d1`, '1');
    await ring('rebalance');
    run(name, storage(folder, name, port));
  };
  await Promise.all(SERVERS.map(begin));
  const port = await freePort();
  run('proxy', proxy(folder, port));
  const endpoint = `http://127.0.0.1:${port}`;
  await until(async () => {
    const ended = children.find(({ exitCode }) => exitCode !== null);
    if (ended) throw new Error(`${ended.spawnfile} ended with code ${ended.exitCode}`);
    return fetch(`${endpoint}/healthcheck`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return {
    settings: async (bucket) => {
      const aws = new AwsClient({ ...KEYS, region: 'us-east-1', service: 's3', retries: 0 });
      // The proxy is up before the servers behind it.
      await until(async () => {
        const { ok, status } = await aws.fetch(`${endpoint}/${bucket}`, { method: 'PUT' });
        return ok || status === ALREADY_THERE;
      });
      return { ...KEYS, endpoint, bucket, region: 'us-east-1' };
    },
    stop: async () => {
      const gone = children.map((child) => new Promise((done) => child.once('exit', done)));
      for (const child of children) child.kill('SIGTERM');
      await Promise.all(gone);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
