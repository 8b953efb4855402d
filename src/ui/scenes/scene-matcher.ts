import { measureLoudness } from '../../engine/browser.ts';
import type { Engine } from '../../engine/index.ts';
import { type Session, withScene } from '../../session/index.ts';
import type { RenderTarget } from '../../units/index.ts';
import { stretchOf } from '../app/loudness-matcher.ts';
import type { NoticeStore } from '../state/notice-store.ts';
import type { SceneCompareStore } from './compare-state.ts';

/** What measuring works on. */
export interface SceneMatcherOptions {
  readonly engine: Engine;
  readonly scenes: SceneCompareStore;
  readonly notices: NoticeStore;
  readonly session: () => Session;
  readonly target: () => RenderTarget;
}

/** Measures the mix as it stands and every scene held, over the same stretch, one at a time. Main thread. */
export function createSceneMatcher(options: SceneMatcherOptions): () => Promise<void> {
  const { engine, scenes, notices } = options;
  return async () => {
    const { slots, measuring } = scenes.getState();
    if (measuring) return;
    scenes.setState({ measuring: true, loudness: null });
    engine.telemetry.poll();
    const session = options.session();
    const targets = [options.target()];
    const range = stretchOf(session, engine.telemetry.position);
    const mix = await measureLoudness({ session, targets, ...range });
    const levels: (number | null)[] = [];
    for (const id of slots) {
      const heard = id !== null && Object.hasOwn(session.scenes, id) ? withScene(session, id) : null;
      const measured = heard && (await measureLoudness({ session: heard, targets, ...range }));
      if (measured && !measured.ok) notices.fail(measured);
      levels.push(measured?.ok ? (measured.value[0] ?? null) : null);
    }
    if (!mix.ok) notices.fail(mix);
    const now = scenes.getState();
    // Other scenes may have been chosen meanwhile, or the mix changed.
    const fits = mix.ok && now.slots === slots && options.session() === session;
    scenes.setState({
      measuring: false,
      loudness: fits ? { session, mix: mix.value[0] ?? Number.NEGATIVE_INFINITY, slots: levels } : null,
    });
  };
}
