/** Makes one HTML file of a built page: script, styles, workers, worklets and WASM are written into it. */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Where the mix goes in the file. CONTRACT: src/share/package/layout.ts */
const MIX_PLACE = '<!--scorestage-mix-->';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Starts the page's script once the whole file is here, out of its JSON: written into the page itself it would be changed by
 * whoever reads the page (carriage returns and zeros, which packed decoders hold), and would end where its text says so.
 */
const LOADER = `addEventListener('DOMContentLoaded', () => {
  const script = document.createElement('script');
  script.type = 'module';
  script.textContent = JSON.parse(document.getElementById('scorestage-script').textContent);
  document.body.append(script);
});`;

/** JSON that can stand in a page: no tag begins in it. */
const jsonSafe = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/**
 * The policy of the file. Only the two scripts written here run, and what they start; nothing goes out: data: and blob: never leave the
 * page. Styles are inline because the file has no other; they can load nothing either.
 */
const policyFor = (script: string): string =>
  [
    "default-src 'none'",
    `script-src ${hashOf(LOADER)} ${hashOf(script)} 'strict-dynamic' 'wasm-unsafe-eval'`,
    'worker-src blob:',
    'connect-src data: blob:',
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'media-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** Says where a written-in part is, while the page runs. CONTRACT: src/ui/package/parts.ts */
export const partExpression = (fileName: string): string =>
  `(globalThis.scorestagePart?.(${JSON.stringify(fileName)})??"data:,")`;

/** What is written in: a script as its text, other bytes as base64. */
type Parts = Record<string, { readonly text: string } | { readonly base64: string }>;

/** The parts that the script asks for, and those that they ask for; bundlers also emit what is never used. */
function wantedParts(script: string, parts: Parts, unused: RegExp): Parts {
  const wanted: Parts = {};
  const texts = [script];
  for (const text of texts) {
    for (const [name, part] of Object.entries(parts)) {
      if (name in wanted || unused.test(name) || !text.includes(name)) continue;
      wanted[name] = part;
      if ('text' in part) texts.push(part.text);
    }
  }
  return wanted;
}

/**
 * Gathers everything that was built into `fileName`; nothing else is written.
 * @param unused names of parts that a page opened from disk never asks for
 */
export function oneFile(fileName: string, title: string, unused: RegExp): Plugin {
  return {
    name: 'one-file',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        let script = '';
        let style = '';
        const parts: Parts = {};
        for (const [name, item] of Object.entries(bundle)) {
          if (item.type === 'chunk' && item.isEntry) script = item.code;
          else if (item.type === 'chunk') throw new TypeError(`${name} was split off the script`);
          else if (name.endsWith('.css')) style += String(item.source);
          else if (name.endsWith('.js')) parts[name] = { text: Buffer.from(item.source).toString('utf8') };
          else parts[name] = { base64: Buffer.from(item.source).toString('base64') };
          delete bundle[name];
        }
        if (/url\(\s*['"]?(?!data:)/.test(style)) throw new TypeError('a style refers to another file');
        const html = [
          '<!doctype html>',
          '<html lang="en">',
          '<head>',
          '<meta charset="utf-8">',
          `<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}">`,
          '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">',
          '<meta name="color-scheme" content="dark">',
          '<meta name="referrer" content="no-referrer">',
          '<meta name="robots" content="noindex, nofollow">',
          `<title>${title}</title>`,
          `<style>${style.replaceAll('</', '<\\/')}</style>`,
          '</head>',
          '<body>',
          '<div id="root"></div>',
          '<noscript>This mix plays in the page itself and needs JavaScript.</noscript>',
          `<script type="application/json" id="scorestage-parts">${jsonSafe(wantedParts(script, parts, unused))}</script>`,
          `<script type="application/json" id="scorestage-script">${jsonSafe(script)}</script>`,
          `<script>${LOADER}</script>`,
          MIX_PLACE,
          '</body>',
          '</html>',
          '',
        ].join('\n');
        this.emitFile({ type: 'asset', fileName, source: html });
      },
    },
  };
}
