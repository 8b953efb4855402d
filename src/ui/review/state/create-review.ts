import { createStore } from 'zustand/vanilla';
import { createLinkClient, type Fetch, type OpenedLink } from '../../../share/index.ts';
import { browserSettings } from '../../state/persist.ts';
import { browserOutbox } from './browser-outbox.ts';
import type { Review } from './review.ts';
import { createTalk } from './talk.ts';
import { createView } from './view.ts';

/** The player's code: asked for as the page loads, so that it is here when the link has opened. */
const playing = import('../../../share/browser.ts');

/** Puts together what works on an open link, and begins to read its newest version. Main thread; owner calls `dispose`. */
export async function createReview(send: Fetch, opened: OpenedLink, onEnded: () => void): Promise<Review> {
  const { createLinkSource, createMixPlayer } = await playing;
  const client = createLinkClient(send, opened.linkId);
  const facts = createStore<OpenedLink>(() => opened);
  const view = createView(browserSettings());
  const source = createLinkSource(client, opened.versions, send);
  const player = createMixPlayer(source, { listening: view.getState().listening });
  const talk = createTalk({
    send,
    client,
    linkId: opened.linkId,
    storage: browserOutbox(),
    now: () => Date.now(),
    async onVersion() {
      const now = await client.facts();
      if (!now.ok) return;
      const newest = now.value.versions[0]?.n ?? 0;
      const isNew = newest > (facts.getState().versions[0]?.n ?? 0);
      facts.setState(now.value, true);
      source.setVersions(now.value.versions);
      player.refresh();
      if (isNew) view.setState({ fresh: newest, said: `Version ${newest} has been published` });
    },
    onEnded() {
      // Nothing of a mix that is no longer shared may sound, or be sent, any more.
      player.stop();
      talk.outbox.clear();
      onEnded();
    },
  });
  return {
    facts,
    client,
    player,
    talk,
    view,
    async dispose() {
      talk.dispose();
      await player.dispose();
    },
  };
}
