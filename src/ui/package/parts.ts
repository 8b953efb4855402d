/**
 * Gives out addresses of what is written into the file: workers as blobs, worklets and WASM as data: a page opened from disk may
 * load no worklet from a blob. CONTRACT: scripts/package/one-file.ts
 */
type Part = { readonly text: string } | { readonly base64: string };

const element = document.getElementById('scorestage-parts');
const parts = new Map<string, Part>(Object.entries(JSON.parse(element?.textContent ?? '{}')));
const addresses = new Map<string, string>();

function base64Of(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let plain = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    plain += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(plain);
}

function addressOf(name: string): string {
  const part = parts.get(name);
  // Left out: what only a page that shares memory asks for (vite.package.config.ts).
  if (!part) return 'data:,';
  if ('base64' in part) return `data:application/wasm;base64,${part.base64}`;
  if (/(^|\/)(processor|[\w-]+\.worklet)-/.test(name))
    return `data:text/javascript;base64,${base64Of(part.text)}`;
  return URL.createObjectURL(new Blob([preludeOf(part.text), part.text], { type: 'text/javascript' }));
}

/** What a worker that starts workers of its own must know beforehand. */
function preludeOf(text: string): string {
  const asked = [...parts].filter(([name, part]) => 'text' in part && text.includes(name));
  if (asked.length === 0) return '';
  const known = Object.fromEntries(asked.map(([name]) => [name, addressOf(name)]));
  return `self.scorestagePart = (name) => (${JSON.stringify(known)})[name];
self.Worker = class extends self.Worker {
  constructor(url, options) {
    super(url, { name: options?.name ?? '' });
  }
};
`;
}

/** Makes the parts known to what was built into the script. Call before anything starts a worker. */
export function installParts(): void {
  Reflect.set(globalThis, 'scorestagePart', (name: string): string => {
    const known = addresses.get(name);
    if (known !== undefined) return known;
    const made = addressOf(name);
    addresses.set(name, made);
    return made;
  });
  // Bundled as classic scripts, which start from a blob wherever a page lies.
  const PlainWorker = globalThis.Worker;
  globalThis.Worker = class extends PlainWorker {
    constructor(url: string | URL, { name = '' }: WorkerOptions = {}) {
      super(url, { name });
    }
  };
}
