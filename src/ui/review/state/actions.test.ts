import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { manifestOf } from '../../../../tests/support/share-manifest.ts';
import type { Comment, MixPlayer, OpenedLink, PlayerState } from '../../../share/index.ts';
import { memorySettings } from '../../state/persist.ts';
import {
  beginBlind,
  chooseBlind,
  compose,
  hearSide,
  mark,
  nextComment,
  stepFrames,
  stepSeconds,
  toggleLoop,
} from './actions.ts';
import type { Review } from './review.ts';
import type { TalkState } from './talk.ts';
import { createView } from './view.ts';

const facts = (role: OpenedLink['role']): OpenedLink => ({
  linkId: 'L'.repeat(22),
  role,
  title: 'The Lighthouse',
  recipient: 'Director',
  downloads: false,
  stems: false,
  expiresAt: null,
  versions: [],
});
const comment = (id: string, at: number): Comment => ({
  id,
  version: 1,
  author: 'Ada',
  body: 'late',
  at,
  end: null,
  target: null,
  place: null,
  drawing: null,
  parent: null,
  recipient: null,
  own: false,
  createdAt: 1,
  editedAt: null,
  resolvedAt: null,
});

/** A page of ten seconds at 24 frames over a player that only notes what it is told. */
function page({ role = 'comment' as OpenedLink['role'], comments = [] as readonly Comment[] } = {}) {
  let state: PlayerState = {
    status: { kind: 'ready' },
    playing: false,
    version: 1,
    manifest: manifestOf({ sha256: 'a'.repeat(64), bytes: 1 }),
    session: null,
    heard: 'proxy',
    live: null,
    listening: 'headphones',
    loop: null,
    soloed: [],
    muted: [],
    compare: null,
    differs: null,
    firstSoundSeconds: null,
  };
  let at = 0;
  const set = (next: Partial<PlayerState>) => {
    state = { ...state, ...next };
  };
  const player: MixPlayer = {
    getState: () => state,
    subscribe: () => () => undefined,
    position: () => at,
    readPeaks: () => undefined,
    telemetry: () => null,
    play: async () => set({ playing: true }),
    stop: () => set({ playing: false }),
    locate: (to) => {
      at = to;
    },
    setLoop: (loop) => set({ loop }),
    setListening: (listening) => set({ listening }),
    setSoloed: (soloed) => set({ soloed }),
    setMuted: (muted) => set({ muted }),
    show: (version) => set({ version }),
    compare: (other) =>
      set({ compare: other === null ? null : { other, heard: 'shown', appliedDb: null, matched: false } }),
    hear: (heard) => state.compare && set({ compare: { ...state.compare, heard } }),
    setMatched: (matched) => state.compare && set({ compare: { ...state.compare, matched } }),
    refresh: () => undefined,
    verify: async () => ({ ok: true, value: 'same' }),
    dispose: async () => undefined,
  };
  const view = createView(memorySettings());
  const talk = {
    state: createStore<TalkState>(() => ({
      comments,
      approvals: [],
      here: [],
      waiting: [],
      connected: true,
      read: true,
    })),
  };
  const review = { facts: createStore(() => facts(role)), player, view, talk } as unknown as Review;
  return { review, player, view, at: () => at };
}

describe('moving about a mix', () => {
  it('goes by whole frames, by seconds, and never beyond what was published', () => {
    const { review, player, at } = page();
    player.locate(2_500);
    stepFrames(review, 1);
    expect(at()).toBe(4_000);
    stepFrames(review, -1);
    expect(at()).toBe(2_000);
    stepSeconds(review, -5);
    expect(at()).toBe(0);
    stepSeconds(review, 60);
    expect(at()).toBe(479_999);
  });

  it('goes from comment to comment, round about, whichever is open', () => {
    const { review, player, view, at } = page({
      comments: [comment('late', 400_000), comment('early', 96_000)],
    });
    player.locate(200_000);
    nextComment(review, 1);
    expect([view.getState().opened, at()]).toEqual(['late', 400_000]);
    nextComment(review, 1);
    expect(view.getState().opened).toBe('early');
    nextComment(review, -1);
    expect(view.getState().opened).toBe('late');
  });
});

describe('a range', () => {
  it('begins and ends at frames; a mark on the wrong side takes the other away', () => {
    const { review, player, view } = page();
    player.locate(10_500);
    mark(review, 'start');
    player.locate(30_900);
    mark(review, 'end');
    expect(view.getState().marks).toEqual({ start: 10_000, end: 30_000 });
    toggleLoop(review);
    expect(player.getState().loop).toEqual({ start: 10_000, end: 30_000 });
    player.locate(4_000);
    mark(review, 'end');
    expect(view.getState().marks).toEqual({ start: null, end: 4_000 });
    expect(player.getState().loop).toBeNull();
  });

  it('is what a comment is written on, also when it is marked afterwards', () => {
    const { review, player, view } = page();
    player.locate(48_100);
    compose(review);
    expect(view.getState().draft).toMatchObject({ at: 48_000, end: null });
    mark(review, 'start');
    player.locate(96_000);
    mark(review, 'end');
    expect(view.getState().draft).toMatchObject({ at: 48_000, end: 96_000 });
  });

  it('is written on by nobody whose link only shows', () => {
    const { review, view } = page({ role: 'view' });
    compose(review);
    expect(view.getState().draft).toBeNull();
  });
});

describe('a blind comparison', () => {
  it.each([
    [0, 'other', 'shown'],
    [0.9, 'shown', 'other'],
  ] as const)('is matched, hides which is which (random %d) and tells after the choice', (random, x, y) => {
    const { review, player, view } = page();
    player.compare(2);
    beginBlind(review, () => random);
    expect(player.getState().compare).toMatchObject({ matched: true, heard: x });
    hearSide(review, 'second');
    expect(player.getState().compare?.heard).toBe(y);
    expect(view.getState().blind).toMatchObject({ heard: 'Y', chosen: null });
    chooseBlind(review, 'Y');
    expect(view.getState().blind).toMatchObject({ order: [x, y], chosen: 'Y' });
    // From now on A and B are the versions by name.
    hearSide(review, 'first');
    expect(player.getState().compare?.heard).toBe('shown');
  });
});
