import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { runServer } from './run-server.ts';
import { listenSettings, observeSettings, shareSettings } from './settings.ts';

const dist = resolve(import.meta.dirname, '../../dist');
const listen = listenSettings(process.env);
const share = shareSettings(process.env);

function refuse(message: string, code: 1 | 2): never {
  console.error(message);
  process.exit(code);
}

if (!listen.ok) refuse(`${listen.message} ${listen.remedy}`, 2);
if (!share.ok) refuse(`${share.message} ${share.remedy}`, 2);
if (!existsSync(resolve(dist, 'index.html')))
  refuse(
    'dist/index.html is missing: the page is not built. Run `npm start`, which builds it, or `npm run build`.',
    2,
  );

const { port, host } = listen.value;
const running = await runServer({
  root: relative(process.cwd(), dist) || '.',
  listen: listen.value,
  share: share.value,
  observe: observeSettings(process.env),
  say: (line) => console.log(line),
}).catch((error: NodeJS.ErrnoException) =>
  refuse(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken. Choose another: PORT=8080 npm start`
      : `The server cannot start: ${error.message}`,
    1,
  ),
);
console.log(`Scorestage: http://${host.includes(':') ? `[${host}]` : host}:${running.port}/`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void running.stop().finally(() => process.exit(0)));
