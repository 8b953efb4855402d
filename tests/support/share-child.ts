/**
 * The share server as a process of its own, without a page: what tests kill, and what they load. Settings come from the
 * environment as for `npm start`; `BOUNDS` holds the bounds of connections as JSON. Says its address, a line of JSON.
 */
import { CONNECTION_BOUNDS, runServer } from '../../src/server/run-server.ts';
import { observeSettings, shareSettings } from '../../src/server/settings.ts';

const share = shareSettings(process.env);
if (!share.ok) throw new Error(share.message);
const running = await runServer({
  root: 'public',
  listen: { port: Number(process.env['PORT'] ?? 0), host: '127.0.0.1' },
  share: share.value,
  observe: observeSettings(process.env),
  bounds: { ...CONNECTION_BOUNDS, ...JSON.parse(process.env['BOUNDS'] ?? '{}') },
  say: (line) => console.log(line),
});
console.log(JSON.stringify({ url: `http://127.0.0.1:${running.port}` }));
process.once('SIGTERM', () => void running.stop().finally(() => process.exit(0)));
// Whoever started it is gone: so is its standard input.
process.stdin.on('end', () => process.exit(1)).resume();
