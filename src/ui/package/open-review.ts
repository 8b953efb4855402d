import { createStore } from 'zustand/vanilla';
import { chooseHrtf } from '../../engine/browser.ts';
import { createMixPlayer } from '../../share/browser.ts';
import { createLinkClient, type OpenedLink, type OpenedPackage } from '../../share/index.ts';
import { browserOutbox } from '../review/state/browser-outbox.ts';
import type { Review } from '../review/state/review.ts';
import { createView } from '../review/state/view.ts';
import { browserSettings } from '../state/persist.ts';
import { createLocalTalk } from './local-talk.ts';

/** Nothing of a file asks a server. */
const offline = (): Promise<Response> => Promise.reject(new TypeError('a mix in a file has no server'));

/** Puts together what works on the mix of a file, as the page of reviewers has it of a link. */
export async function openReview({ mix, source, blob }: OpenedPackage): Promise<Review> {
  const { facts, manifest, hrtf } = mix;
  const ears = hrtf === null ? null : blob(hrtf);
  if (ears) {
    const bytes = new Uint8Array(await ears.arrayBuffer());
    chooseHrtf({ id: manifest.hrtf.id, read: async () => bytes });
  }
  const addresses = new Map<string, string>();
  const addressOf = (sha256: string): string => {
    const known = addresses.get(sha256);
    if (known !== undefined) return known;
    const made = URL.createObjectURL(blob(sha256) ?? new Blob());
    addresses.set(sha256, made);
    return made;
  };
  const link: OpenedLink = {
    linkId: 'a'.repeat(22),
    role: 'comment',
    title: manifest.title,
    recipient: 'File',
    downloads: false,
    stems: manifest.stems.length > 0,
    expiresAt: null,
    versions: [facts],
  };
  const view = createView(browserSettings());
  const player = createMixPlayer(source, { listening: view.getState().listening });
  const talk = createLocalTalk(facts.manifestSha256, browserOutbox(), () => Date.now());
  return {
    facts: createStore<OpenedLink>(() => link),
    client: { ...createLinkClient(offline, link.linkId), blobUrl: addressOf },
    player,
    talk,
    view,
    dispose: () => player.dispose(),
  };
}
