import { fail, ok, type Result } from '../units/index.ts';

/** Where the server listens. */
export interface ListenSettings {
  /** 0 asks the system for a free port. */
  readonly port: number;
  readonly host: string;
}

/** Reads `PORT` (default 4173) and `HOST` (default 127.0.0.1) from the environment. */
export function listenSettings(
  env: Readonly<Record<string, string | undefined>>,
): Result<ListenSettings, 'bad-port'> {
  const text = env['PORT'] ?? '4173';
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    return fail(
      'bad-port',
      `PORT is "${text}", which is not a port number.`,
      'Give a whole number from 0 to 65535.',
    );
  }
  return ok({ port, host: env['HOST'] || '127.0.0.1' });
}
